namespace PortFirewall;

/// <summary>
/// Ports that no rule of a rule set tells apart share a cell, and with it their position and their way: a thousand ports are
/// worked out by as many scans as there are cells, which is mostly one.
/// </summary>
internal sealed class PortCells
{
    private readonly int[] _boundaries;

    public PortCells(IptablesRuleset ruleset)
        => _boundaries = [.. ruleset.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).SelectMany(Boundaries).Distinct().Order()];

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

    private static IEnumerable<int> Boundaries(IptablesRule rule)
    {
        foreach (var match in rule.Matches)
        {
            foreach (var option in match.Options)
            {
                if (option.Name.Contains("port", StringComparison.Ordinal) && option.Value is not null && PortSets.ReadList(option.Value) is { } ports)
                {
                    foreach (var interval in ports.Intervals.ToArray())
                    {
                        yield return interval.Low;
                        yield return interval.High ?? PortRange.Maximum + 1;
                    }
                }
            }
        }
    }

    private int Rank(int port)
    {
        var at = Array.BinarySearch(_boundaries, port);
        return at >= 0 ? at + 1 : ~at;
    }
}
