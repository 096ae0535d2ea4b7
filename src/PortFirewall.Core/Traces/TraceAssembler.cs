namespace PortFirewall;

/// <summary>Puts the kernel's reports together: which are of one packet, and in which order its way went.</summary>
internal static class TraceAssembler
{
    /// <param name="table">The name of the table that put the trace on: its report is the first of every packet.</param>
    /// <param name="nft">What nf_tables reported, in order.</param>
    /// <param name="legacy">What the legacy tables reported, in order.</param>
    /// <param name="before">The rules as they were ahead of the packets.</param>
    /// <param name="now">The rules as they were after them.</param>
    public static IReadOnlyList<TracedWay> Assemble(
        string table, IEnumerable<NftTraceEvent> nft, IEnumerable<NflogPacket> legacy, TracedRules before, TracedRules now)
    {
        var ways = new List<TracedWay>();
        var latest = new Dictionary<uint, TracedWay>();
        var steps = new NftTraceSteps(now, before);
        foreach (var report in nft)
        {
            // Of each base chain only the first report has the packet's headers.
            if (report.Table == table && report.Headers is not null)
                ways.Add(latest[report.Packet] = new TracedWay(report.Headers));
            if (report.Table.StartsWith(TraceTableMessages.NamePrefix, StringComparison.Ordinal) || !latest.TryGetValue(report.Packet, out var way))
                continue;
            if (report.Headers is not null || way.Visits.Count == 0)
                way.Visits.Add(steps.Visit(report, report.Headers ?? way.Headers));
            if (steps.Step(report, way.Headers.Family) is { } step)
                way.Visits[^1].Steps.Add(step);
        }
        AddLegacy(ways, legacy, new LegacyTraceSteps(before, now));
        return ways;
    }

    /// <summary>The legacy tables don't number packets. Those of one sender come one after the other, each from its first table on.</summary>
    private static void AddLegacy(List<TracedWay> ways, IEnumerable<NflogPacket> packets, LegacyTraceSteps steps)
    {
        var bySender = ways.GroupBy(w => w.Headers.Sender).ToDictionary(g => g.Key, g => new LegacyTraceWays([.. g], steps));
        foreach (var packet in packets)
        {
            if (LegacyTraceLine.Read(packet.Prefix) is { } line && TracedPacket.Read(packet.Bytes.Span) is { } headers && bySender.TryGetValue(headers.Sender, out var sender))
                sender.Add(line, headers);
        }
    }
}
