namespace PortFirewall;

/// <summary>Trees beside each other: one column, or what was before a change and what is after it, each port on a level with itself.</summary>
/// <param name="Columns">
/// Each with its heading, null where there is one only, and its trees. All columns are equally long; null stands where the other has a tree of a port that
/// nobody asked about here.
/// </param>
internal sealed record PathComparison(IReadOnlyList<(string? Heading, IReadOnlyList<PathTree?> Trees)> Columns)
{
    /// <summary>How many trees stand below each other.</summary>
    public int Length => Columns[0].Trees.Count;

    /// <summary>What it is about.</summary>
    public string Title => string.Join(", ", Columns.SelectMany(column => column.Trees).OfType<PathTree>().Select(tree => tree.Title).Distinct(StringComparer.Ordinal));

    public static PathComparison Of(IEnumerable<PortPath> before, IEnumerable<PortPath> after)
    {
        var then = before.Select(PathTree.Of).ToList();
        var now = after.Select(PathTree.Of).ToList();
        if (then.Count == 0)
            return new PathComparison([(null, now)]);
        var pairs = Pair(then, now);
        return new PathComparison([("Before", pairs.ConvertAll(pair => pair.Before)), ("After", pairs.ConvertAll(pair => pair.After))]);
    }

    private static List<(PathTree? Before, PathTree? After)> Pair(List<PathTree> then, List<PathTree> now)
    {
        var alone = then.ToList();
        var pairs = new List<(PathTree? Before, PathTree? After)>();
        foreach (var tree in now)
        {
            var its = alone.Find(other => other.Title == tree.Title);
            if (its is not null)
                alone.Remove(its);
            pairs.Add((its, tree));
        }
        pairs.AddRange(alone.ConvertAll(tree => ((PathTree?)tree, (PathTree?)null)));
        return pairs;
    }
}
