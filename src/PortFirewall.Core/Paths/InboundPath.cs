namespace PortFirewall;

/// <summary>
/// The way of packets to a service of this host: every table that sees them, in the kernel's order
/// (<c>include/uapi/linux/netfilter_ipv4.h</c>, <c>enum nf_ip_hook_priorities</c>).
/// </summary>
internal static class InboundPath
{
    private static readonly (string Table, string Chain)[] Hooks =
    [
        ("raw", "PREROUTING"),
        ("mangle", "PREROUTING"),
        ("nat", "PREROUTING"),
        ("mangle", "INPUT"),
        ("filter", "INPUT"),
        ("security", "INPUT"),
        ("nat", "INPUT"),
    ];

    /// <summary>Everything that may become of the packets. Parts of one class that overlap are different ways that undecided matches may go.</summary>
    public static List<PathOutcome> Walk(IptablesRuleset ruleset, PacketClass packets)
    {
        var outcomes = new List<PathOutcome>();
        List<PathPart> present = [PathPart.Start(packets)];
        foreach (var (tableName, chainName) in Hooks)
        {
            var table = ruleset.FindTable(tableName);
            if (table?.Find(chainName) is not { } chain || (chain.Rules.Count == 0 && chain.Policy == ChainPolicy.Accept && tableName != "filter"))
                continue;
            // Only the first packet of a tracked connection is shown to nat (net/netfilter/nf_nat_core.c, nf_nat_inet_fn).
            var passing = tableName == "nat" ? present.FindAll(p => !SeenByNat(p)) : [];
            var seen = tableName == "nat" ? present.FindAll(SeenByNat) : present;
            if (tableName == "raw")
                seen = seen.ConvertAll(part => SeenAs(part, ConnectionStates.Invalid));
            present = [.. passing, .. WalkTable(table, chain, seen, outcomes)];
            // Connection tracking sits between raw and mangle; what was exempted there stays exempt.
            if (tableName == "raw")
                present = present.ConvertAll(part => part.Packets.SeenAs == ConnectionStates.Invalid ? SeenAs(part, null) : part);
        }
        outcomes.AddRange(present.Select(p => p.AcceptedBy! with { Part = p with { Via = p.AcceptedBy!.Part.Via } }));
        return outcomes;
    }

    /// <summary>Takes packets through one table's chain; returned are those that the next table sees.</summary>
    private static List<PathPart> WalkTable(IptablesTable table, IptablesChain chain, List<PathPart> parts, List<PathOutcome> outcomes)
    {
        var walker = new ChainWalker(table);
        var atPolicy = walker.Walk(chain, parts);
        var decided = walker.Outcomes;
        var policy = chain.Policy == ChainPolicy.Accept ? PortVerdict.Accept : PortVerdict.Drop;
        decided.AddRange(atPolicy.Select(p => new PathOutcome(p, policy, IptablesRule.PlaceOf(chain.Table, chain.Name, "policy"), null)));

        var next = new List<PathPart>();
        foreach (var outcome in decided)
        {
            if (outcome.Verdict == PortVerdict.Accept)
                next.Add(outcome.Part with { Via = [], AcceptedBy = table.Name == "filter" ? outcome : outcome.Part.AcceptedBy });
            else
                outcomes.Add(outcome);
        }
        return PathPart.WithoutRepeats(next);
    }

    private static PathPart SeenAs(PathPart part, ConnectionStates? state) => part with { Packets = part.Packets with { SeenAs = state } };

    private static bool SeenByNat(PathPart part)
        => part.Packets.SeenAs is null && (part.Packets.States & (ConnectionStates.New | ConnectionStates.Related)) != ConnectionStates.None;
}
