namespace PortFirewall;

/// <summary>
/// Finds what two lists have in common in the same order: the longest such sequence, by the method of Hunt and Szymanski, as
/// rules are seldom alike, and then it takes little more than one look at each.
/// </summary>
internal static class CommonSequence
{
    /// <summary>Pairs looked at at most; with more, which takes a thousand copies of one rule, copies are paired in order and the sequence may be shorter.</summary>
    private const long MostPairs = 1_000_000;

    /// <summary>The positions in both lists, ascending.</summary>
    public static IReadOnlyList<(int First, int Second)> Find(string[] first, string[] second)
    {
        var start = 0;
        while (start < Math.Min(first.Length, second.Length) && first[start] == second[start])
            start++;
        var end = 0;
        while (end < Math.Min(first.Length, second.Length) - start && first[^(end + 1)] == second[^(end + 1)])
            end++;
        return
        [
            .. Enumerable.Range(0, start).Select(i => (i, i)),
            .. FindBetween(first.AsSpan(start..^end), second.AsSpan(start..^end)).Select(p => (p.First + start, p.Second + start)),
            .. Enumerable.Range(0, end).Select(i => (first.Length - end + i, second.Length - end + i)),
        ];
    }

    private static List<(int First, int Second)> FindBetween(ReadOnlySpan<string> first, ReadOnlySpan<string> second)
    {
        var places = PlacesOf(second);
        long pairs = 0;
        foreach (var text in first)
            pairs += places.TryGetValue(text, out var all) ? all.Count : 0;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        // The last pair of the best sequence of each length; each pair knows the one before it.
        var best = new List<Link>();
        for (var i = 0; i < first.Length; i++)
        {
            if (!places.TryGetValue(first[i], out var candidates))
                continue;
            var copy = seen[first[i]] = seen.GetValueOrDefault(first[i]) + 1;
            var (from, to) = pairs <= MostPairs ? (0, candidates.Count) : (copy - 1, Math.Min(copy, candidates.Count));
            // Backwards, so that one rule never follows itself.
            for (var k = to - 1; k >= from; k--)
                Take(best, i, candidates[k]);
        }
        var result = new List<(int First, int Second)>();
        for (var link = best.Count > 0 ? best[^1] : null; link is not null; link = link.Before)
            result.Add((link.First, link.Second));
        result.Reverse();
        return result;
    }

    private static void Take(List<Link> best, int first, int second)
    {
        var (low, high) = (0, best.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (best[middle].Second < second)
                low = middle + 1;
            else
                high = middle;
        }
        var link = new Link(first, second, low > 0 ? best[low - 1] : null);
        if (low == best.Count)
            best.Add(link);
        else if (second < best[low].Second)
            best[low] = link;
    }

    private static Dictionary<string, List<int>> PlacesOf(ReadOnlySpan<string> texts)
    {
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < texts.Length; i++)
        {
            if (!places.TryGetValue(texts[i], out var list))
                places[texts[i]] = list = [];
            list.Add(i);
        }
        return places;
    }

    private sealed record Link(int First, int Second, Link? Before);
}
