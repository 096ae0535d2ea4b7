namespace PortFirewall;

/// <summary>The way of packets to a service of this host: every base chain that sees them, in the kernel's order.</summary>
internal static class InboundPath
{
    /// <summary>Everything that may become of the packets. Parts of one class that overlap are different ways that undecided matches may go.</summary>
    public static List<PathOutcome> Walk(IptablesRuleset ruleset, PacketClass packets)
    {
        var outcomes = new List<PathOutcome>();
        var present = new List<PathPart> { PathPart.Start(packets with { SeenAs = ConnectionStates.Invalid }) };
        var isTracked = false;
        foreach (var chain in IptablesHooks.Of(ruleset).OrderBy(c => c.Hook).ThenBy(c => c.Priority))
        {
            if (!isTracked && !chain.IsBeforeTracking)
            {
                present = Track(present);
                isTracked = true;
            }
            var passing = chain.IsNat ? present.FindAll(p => !SeenByNat(p)) : [];
            var seen = chain.IsNat ? present.FindAll(SeenByNat) : present;
            present = [.. passing, .. WalkBaseChain(chain, seen, outcomes)];
        }
        outcomes.AddRange(present.Select(p => p.AcceptedBy! with { Part = p with { Via = p.AcceptedBy!.Part.Via } }));
        return outcomes;
    }

    /// <summary>Connection tracking gives the packets the state that they are asked about with; what was exempted stays exempt.</summary>
    private static List<PathPart> Track(List<PathPart> parts)
        => parts.ConvertAll(part => part.Packets.SeenAs == ConnectionStates.Invalid ? part with { Packets = part.Packets with { SeenAs = null } } : part);

    /// <summary>Takes packets through one base chain; returned are those that the next one sees.</summary>
    private static List<PathPart> WalkBaseChain(BaseChain chain, List<PathPart> parts, List<PathOutcome> outcomes)
    {
        var walker = new ChainWalker(chain.Chains);
        var atPolicy = walker.Walk(chain.Name, parts);
        var decided = walker.Outcomes;
        decided.AddRange(atPolicy.Select(p => new PathOutcome(p, chain.Policy, chain.PolicyPlace, null)));

        var next = new List<PathPart>();
        foreach (var outcome in decided)
        {
            if (outcome.Verdict == PortVerdict.Accept)
                next.Add(outcome.Part with { Via = [], AcceptedBy = chain.IsMain ? outcome : outcome.Part.AcceptedBy });
            else
                outcomes.Add(outcome);
        }
        return PathPart.WithoutRepeats(next);
    }

    private static bool SeenByNat(PathPart part)
        => part.Packets.SeenAs is null && (part.Packets.States & (ConnectionStates.New | ConnectionStates.Related)) != ConnectionStates.None;
}
