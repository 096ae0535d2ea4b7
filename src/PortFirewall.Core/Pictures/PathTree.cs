namespace PortFirewall;

/// <summary>
/// The way of the packets to a port as a tree: the chains that the kernel calls, in its order; in each the jumps and rules on which it hangs
/// what becomes of the packets; and at each place that decides, of which packets.
/// </summary>
internal sealed class PathTree
{
    private readonly Dictionary<(PathTreeNode? Parent, string Name), PathTreeNode> _nodes = [];
    private readonly PathPlaces _places;
    private readonly PortPath _path;

    private PathTree(PortPath path)
    {
        _path = path;
        _places = new PathPlaces(path.Ruleset);
        // The order of the chains is the kernel's; what is not known of it comes last, as the parts name it.
        var chains = _places.OnTheWay(path).Select(Base).ToList();
        foreach (var segment in path.Segments)
            Add(segment);
        Chains = [.. chains, .. _nodes.Where(n => n.Key.Parent is null).Select(n => n.Value).Except(chains)];
    }

    /// <summary>The base chains on the way.</summary>
    public IReadOnlyList<PathTreeNode> Chains { get; }

    /// <summary>What becomes of all packets asked about.</summary>
    public PortVerdict Verdict => _path.Verdict;

    /// <summary>What was asked, in words.</summary>
    public string Title => VisibleText.Of($"{_path.AddressFamily} {_path.Protocol} {_path.Port}{(_path.NetworkNamespace is null ? "" : $" in {_path.NetworkNamespace}")}");

    public static PathTree Of(PortPath path) => new(path);

    private void Add(PortPathSegment segment)
    {
        IReadOnlyList<string> jumps = segment.Via;
        if (segment.TranslatedAt is { } translator)
        {
            // It leads to no other rule of its table, but changes what all later ones see.
            Child(null, translator).Change = segment.TranslatedTo;
            jumps = [.. jumps.Skip(1)];
        }
        var at = jumps.Aggregate(default(PathTreeNode), Child);
        // Where it hangs on undecided matches who decides, each of them may.
        foreach (var place in segment.DecidedBy.Split(", "))
        {
            // A firewall that could not be read decides as a whole.
            var end = at is null && PathPlaces.IsWhole(place) ? Base(place) : Child(at, place);
            if (end.Text.Length == 0 && segment.Rule is { } rule)
                end.Text = rule.Specification;
            end.Ends.Add(new PathTreeEnd(segment.Verdict, PathWords.Packets(segment, _path.Port), segment.Conditions));
        }
    }

    private PathTreeNode Child(PathTreeNode? parent, string place)
    {
        parent ??= Base(_places.BaseOf(place));
        if (_nodes.TryGetValue((parent, place), out var known))
            return known;
        var node = _nodes[(parent, place)] = new PathTreeNode(place) { Text = _places.TextOf(place) };
        // In the order of the rules, whatever the order of the parts.
        var next = parent.Children.FindIndex(other => IsAhead(place, other.Name));
        parent.Children.Insert(next < 0 ? parent.Children.Count : next, node);
        return node;
    }

    private PathTreeNode Base(string chain)
    {
        if (!_nodes.TryGetValue((null, chain), out var node))
            _nodes[(null, chain)] = node = new PathTreeNode(chain.Contains(' ', StringComparison.Ordinal) ? chain : $"filter {chain}") { Text = _places.Describe(chain) };
        return node;
    }

    /// <summary>A policy comes behind all rules.</summary>
    private static bool IsAhead(string place, string other)
        => PathPlaces.NumberOf(place) is { } number && (PathPlaces.NumberOf(other) is not { } otherNumber || number < otherNumber);
}
