namespace PortFirewall;

/// <summary>
/// Ports that no rule of a rule set tells apart share a cell, and with it their position and their way: a thousand ports are
/// worked out by as many scans as there are cells, which is mostly one.
/// </summary>
internal sealed class PortCells
{
    private readonly int[] _boundaries;

    public PortCells(IptablesRuleset ruleset)
        => _boundaries = [.. ruleset.Tables.SelectMany(t => t.Chains.SelectMany(c => c.Rules).SelectMany(r => Boundaries(r, t, ruleset.Facts)))
            .Concat(ruleset.OtherHooks.SelectMany(h => h.Chains.All).SelectMany(BoundariesOf)).Distinct().Order()];

    /// <summary>The cells in which a range begins and ends.</summary>
    public (int First, int Last) CellsOf(PortRange range) => (Rank(range.Low), Rank(range.High));

    /// <summary>Whether some port is in more than one of the ranges.</summary>
    public static bool HaveCommonPorts(IEnumerable<PortRange> ranges)
    {
        var last = -1;
        foreach (var range in ranges.OrderBy(r => r.Low))
        {
            if (range.Low <= last)
                return true;
            last = range.High;
        }
        return false;
    }

    private static IEnumerable<int> BoundariesOf(RuleMeaning meaning)
        => meaning.Regions.SelectMany(r => new[] { r.DestinationPorts, r.SourcePorts }).OfType<IntervalSet<int>>().SelectMany(EndsOf);

    private static IEnumerable<int> EndsOf(IntervalSet<int> ports)
        => ports.Intervals.ToArray().SelectMany(i => new[] { i.Low, i.High ?? PortRange.Maximum + 1 });

    private static IEnumerable<int> Boundaries(IptablesRule rule, IptablesTable table, HostFacts facts)
    {
        if (rule.Native is { } native)
            return NftRuleReader.Read(native, rule.AddressFamily).SelectMany(BoundariesOf);
        // A set may hold ports.
        if (facts.Sets is not null && rule.Specification.Contains("--match-set", StringComparison.Ordinal))
            return BoundariesOf(RuleMeaning.Of(rule, table, facts)).Concat(PortOptions(rule).SelectMany(EndsOf));
        return PortOptions(rule).SelectMany(EndsOf);
    }

    private static IEnumerable<IntervalSet<int>> PortOptions(IptablesRule rule)
    {
        foreach (var match in rule.Matches)
        {
            foreach (var option in match.Options)
            {
                if (option.Name.Contains("port", StringComparison.Ordinal) && option.Value is not null && PortSets.ReadList(option.Value) is { } ports)
                    yield return ports;
            }
        }
    }

    private int Rank(int port)
    {
        var at = Array.BinarySearch(_boundaries, port);
        return at >= 0 ? at + 1 : ~at;
    }
}
