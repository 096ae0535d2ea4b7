namespace PortFirewall;

/// <summary>The way of packets that come in, to a service of this host or, where a rule sends them on, to another's: every base chain that sees them, in the kernel's order.</summary>
internal static class InboundPath
{
    /// <summary>Everything that may become of the packets. Parts of one class that overlap are different ways that undecided matches may go.</summary>
    public static List<PathOutcome> Walk(IptablesRuleset ruleset, PacketClass packets, TraceRecorder? recorder = null) => Walk(ruleset, packets, atInput: null, recorder);

    /// <summary>The same as if filter INPUT accepted everything: what is stopped here, no rule in it can open.</summary>
    /// <param name="ruleset">The rule set.</param>
    /// <param name="packets">The packets.</param>
    /// <param name="atInput">Takes in those that filter INPUT is shown.</param>
    public static List<PathOutcome> WalkBeside(IptablesRuleset ruleset, PacketClass packets, List<PacketClass> atInput) => Walk(ruleset, packets, atInput, null);

    private static List<PathOutcome> Walk(IptablesRuleset ruleset, PacketClass packets, List<PacketClass>? atInput, TraceRecorder? recorder)
    {
        var outcomes = new List<PathOutcome>();
        var present = new List<PathPart> { SeenAs(PathPart.Start(packets), ConnectionStates.Invalid) };
        var askedForThisHost = packets.Destinations.Equals(AddressSets.All(packets.Family));
        var isTracked = false;
        var isRouted = false;
        foreach (var alike in InOrder(ruleset))
        {
            if (!isTracked && !alike[0].IsBeforeTracking)
            {
                present = Track(present);
                isTracked = true;
            }
            if (!isRouted && alike[0].Hook > InboundHook.Prerouting)
            {
                present = new Routing(packets.Family, ruleset.Facts).Send(present, askedForThisHost, outcomes);
                isRouted = true;
            }
            present = WalkAlike(alike, present, atInput, outcomes, recorder);
        }
        outcomes.AddRange(present.Select(p => p.AcceptedBy! with { Part = p with { Via = p.AcceptedBy!.Part.Via } }));
        return outcomes;
    }

    /// <summary>The base chains that packets may meet, in the kernel's order.</summary>
    public static IEnumerable<BaseChain> ChainsOf(IptablesRuleset ruleset)
        => IptablesHooks.Of(ruleset).Concat(ruleset.OtherHooks).OrderBy(c => c.Hook).ThenBy(c => c.Priority).ThenBy(c => c.IsNat ? c.NatPriority : c.Priority);

    /// <summary>The same, those of one hook and priority together.</summary>
    private static IEnumerable<List<BaseChain>> InOrder(IptablesRuleset ruleset)
        => ChainsOf(ruleset).GroupBy(c => (c.Hook, c.Priority)).Select(alike => alike.ToList());

    /// <summary>Takes packets through base chains of one hook and priority: in every order, where they fare differently by it.</summary>
    private static List<PathPart> WalkAlike(List<BaseChain> alike, List<PathPart> present, List<PacketClass>? atInput, List<PathOutcome> outcomes, TraceRecorder? recorder)
    {
        var unordered = new RegistrationOrder(alike.FindAll(c => c.MayDoAnything));
        if (!unordered.MayMatter)
            return Walk(alike, present, outcomes, recorder);
        var (agreed, disputed) = unordered.Split(
            present, (order, parts, stopped) => order.Aggregate(parts, (sofar, chain) => WalkOne(chain, sofar, atInput is null ? null : [], stopped, null)));
        var next = Walk(alike, agreed, outcomes, recorder);
        foreach (var order in disputed.Count == 0 ? [] : unordered.All)
        {
            recorder?.HangOn(disputed[0].Conditions[^1]);
            var named = recorder is null ? disputed : disputed.ConvertAll(p => p.OnBranch($"{string.Join(", ", order.SkipLast(1).Select(c => c.Place))} first"));
            next.AddRange(Walk([.. order, .. alike.Except(order)], named, outcomes, recorder));
        }
        recorder?.HangOn(null);
        return next;

        List<PathPart> Walk(IReadOnlyList<BaseChain> chains, List<PathPart> parts, List<PathOutcome> stopped, TraceRecorder? witness)
            => chains.Aggregate(parts, (sofar, chain) => WalkOne(chain, sofar, atInput, stopped, witness));
    }

    private static List<PathPart> WalkOne(BaseChain chain, List<PathPart> present, List<PacketClass>? atInput, List<PathOutcome> outcomes, TraceRecorder? recorder)
    {
        if (chain.IsNat)
            present = SplitByState(present);
        var seen = present.FindAll(chain.Sees);
        if (seen.Count == 0)
            return present;
        var isSkipped = atInput is not null && chain is { IsMain: true, Hook: InboundHook.Input };
        if (isSkipped)
            atInput!.AddRange(seen.Select(p => p.Packets));
        return [.. present.FindAll(p => !chain.Sees(p)), .. isSkipped ? seen.ConvertAll(p => AcceptAtEnd(chain, p)) : WalkBaseChain(chain, seen, outcomes, recorder)];
    }

    /// <summary>Connection tracking gives the packets the state that they are asked about with; what was exempted stays exempt.</summary>
    private static List<PathPart> Track(List<PathPart> parts)
        => parts.ConvertAll(part => part.Packets.Transit.SeenAs == ConnectionStates.Untracked ? part : SeenAs(part, null));

    /// <summary>Takes packets through one base chain; returned are those that the next one sees.</summary>
    private static List<PathPart> WalkBaseChain(BaseChain chain, List<PathPart> parts, List<PathOutcome> outcomes, TraceRecorder? recorder)
    {
        var walker = new ChainWalker(chain.Chains, recorder);
        recorder?.Enter(chain);
        var seen = chain.OnlyIf is { } why ? parts.ConvertAll(p => p with { Conditions = [.. p.Conditions, why] }) : parts;
        var atPolicy = walker.Walk(chain.Name, seen);
        if (atPolicy.Count > 0)
            recorder?.ReachPolicy(chain, atPolicy);
        var decided = walker.Outcomes;
        decided.AddRange(atPolicy.Select(p => new PathOutcome(p, chain.Policy, chain.PolicyPlace, null)));

        var next = chain.OnlyIf is null ? new List<PathPart>() : [.. chain.IsMain ? parts.ConvertAll(p => AcceptAtEnd(chain, p)) : parts];
        foreach (var outcome in decided)
        {
            if (outcome.Verdict == PortVerdict.Accept)
                next.Add(outcome.Part with { Via = [], AcceptedBy = chain.IsMain ? outcome : outcome.Part.AcceptedBy });
            else
                outcomes.Add(outcome);
        }
        return PathPart.WithoutRepeats(next);
    }

    /// <summary>Only the first packets of connections are shown to nat; of a class with others in it, those go by.</summary>
    private static List<PathPart> SplitByState(List<PathPart> parts) => [.. parts.SelectMany(part =>
    {
        var (first, further) = (part.Packets.States & BaseChain.ShownToNat, part.Packets.States & ~BaseChain.ShownToNat);
        return first == ConnectionStates.None || further == ConnectionStates.None ? new[] { part }
            : [part with { Packets = part.Packets with { States = first } }, part with { Packets = part.Packets with { States = further } }];
    })];

    private static PathPart SeenAs(PathPart part, ConnectionStates? state) => part with { Packets = part.Packets with { Transit = part.Packets.Transit with { SeenAs = state } } };

    private static PathPart AcceptAtEnd(BaseChain chain, PathPart part) => part with { AcceptedBy = new PathOutcome(part, PortVerdict.Accept, chain.PolicyPlace, null) };
}
