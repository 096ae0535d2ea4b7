namespace PortFirewall;

/// <summary>Trees beside each other: one column, or what was before a change and what is after it.</summary>
/// <param name="Columns">Each with its heading, null where there is one only, and its trees.</param>
internal sealed record PathComparison(IReadOnlyList<(string? Heading, IReadOnlyList<PathTree> Trees)> Columns)
{
    /// <summary>What it is about.</summary>
    public string Title => string.Join(", ", Columns[^1].Trees.Select(tree => tree.Title).Distinct(StringComparer.Ordinal));

    public static PathComparison Of(IEnumerable<PortPath> before, IEnumerable<PortPath> after)
    {
        IReadOnlyList<PathTree> then = [.. before.Select(PathTree.Of)];
        IReadOnlyList<PathTree> now = [.. after.Select(PathTree.Of)];
        return new PathComparison(then.Count == 0 ? [(null, now)] : [("Before", then), ("After", now)]);
    }
}
