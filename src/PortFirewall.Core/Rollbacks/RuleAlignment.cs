namespace PortFirewall;

/// <summary>Finds the rules that two lists have in common in the same order: as many as there can be, where each text is there once.</summary>
internal static class RuleAlignment
{
    /// <summary>The rules of both lists that correspond to each other.</summary>
    public static IEnumerable<IptablesRule> Of(IReadOnlyList<IptablesRule> before, IReadOnlyList<IptablesRule> after)
    {
        // Copies of one text correspond in their order.
        var there = after.Select((rule, index) => (rule, index)).GroupBy(a => a.rule.Specification, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<int>(g.Select(a => a.index)), StringComparer.Ordinal);
        var pairs = new List<(int Before, int After)>();
        for (var i = 0; i < before.Count; i++)
        {
            if (there.TryGetValue(before[i].Specification, out var indexes) && indexes.TryDequeue(out var index))
                pairs.Add((i, index));
        }
        return LongestRise(pairs).SelectMany(pair => new[] { before[pair.Before], after[pair.After] });
    }

    /// <summary>The longest part in which the second numbers rise (patience sorting).</summary>
    private static List<(int Before, int After)> LongestRise(List<(int Before, int After)> pairs)
    {
        var ends = new List<int>();
        var previous = new int[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var at = ends.BinarySearch(i, Comparer<int>.Create((a, b) => pairs[a].After.CompareTo(pairs[b].After)));
            at = at < 0 ? ~at : at;
            previous[i] = at > 0 ? ends[at - 1] : -1;
            if (at == ends.Count)
                ends.Add(i);
            else
                ends[at] = i;
        }
        var longest = new List<(int Before, int After)>();
        for (var i = ends.Count > 0 ? ends[^1] : -1; i >= 0; i = previous[i])
            longest.Add(pairs[i]);
        return longest;
    }
}
