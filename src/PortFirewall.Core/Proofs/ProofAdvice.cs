namespace PortFirewall;

/// <summary>Says what to do next about a rule that a probe did not prove. It follows from what was found, and from nothing else.</summary>
internal static class ProofAdvice
{
    private const string LookUpstream = "Look upstream: at the route, a router, a cloud's security group, the address. Trace-PortPath tells whether any packet comes.";

    /// <summary>About a probe that was the rule's to take.</summary>
    public static string Of(ProofScene scene) => scene switch
    {
        { Probe.Outcome: ProbeOutcome.Redirected } => Of(scene.Probe),
        { Probe.CrossesNetwork: false } => "Probe from another host: -ProbeFrom ssh://[user@]host or netns:NAME.",
        { Rule.Target: not "ACCEPT" } => "Prove a rule that accepts packets.",
        { HasArrived: true, IsTakenByAnother: true } => GetAhead(scene),
        { HasArrived: true, Path.Proxy: { } proxy } => $"Take this port out of {proxy}. If the proxy is meant to have it, what it logs is the proof.",
        { HasArrived: true, IsLostInOthers: true } => "Prove a rule for the probe's address alone (-Source), or go by the probe's own packets: as root, and without -CounterOnly.",
        { HasArrived: true } => "See who took the packets with Trace-PortPath. If a router on the way gives them another source, go by the counter alone: -CounterOnly.",
        { Evidence.IsSeen: true } or { Evidence.Packets: null, Delta: > 0 } => BehindTheRule(scene),
        _ => AheadOfTheRule(scene),
    };

    /// <summary>About a probe that was not the rule's to take.</summary>
    public static string OfMisfit(ProofScene scene)
        => scene.Path.WhyNot(scene.Rule)?.Remedy ?? "Probe what the rule is for; Test-PortPath tells which rule takes the packets of the probe.";

    /// <summary>About a probe alone, of which no rule tells more.</summary>
    public static string Of(PortProbe probe) => probe switch
    {
        { Outcome: ProbeOutcome.Redirected } => $"Change the nat rule at {probe.Vantage} that sends the packets elsewhere (its OUTPUT chain), or probe from another place.",
        { EndedAtVantage: true } => $"Mend what keeps the packets at {probe.Vantage} (its routes, its link, its OUTPUT chain), probe from another place, or by an address that leads here (-ComputerName).",
        { Refuser: { } router } when !router.Equals(probe.RemoteAddress) => $"Look at {router}: its firewall or its routes turn the packets away before they get here.",
        { Refuser: { } self } => $"Follow the packets with Trace-PortPath: {self} itself turns them away. What does is named there, or the address belongs to another host.",
        { Outcome: ProbeOutcome.NameNotFound } => "Give an address, or a name that is known where the probe is made, with -ComputerName.",
        { Outcome: ProbeOutcome.NoReply, ReplyText: not null } => "Correct -Expect, or the -Application that is asked for, if this is the service you mean; otherwise see with Get-PortListener who has the port.",
        { Outcome: ProbeOutcome.Prohibited } => "Look at the firewalls between the two, and at the OUTPUT chain of the place that connects: one of them says no.",
        { Outcome: ProbeOutcome.Unreachable } => "Look at the routes from the place that connects, and at the routers between the two.",
        _ => "Follow the packets with Trace-PortPath: what is stopped here names its rule; what never comes is stopped on the way.",
    };

    private static string GetAhead(ProofScene scene)
    {
        var way = scene.Path.DecidingWay!;
        // Who decides may be in a chain that the rule's own one jumps to: that jump is what to get ahead of.
        var place = way.IsOfOtherFirewall ? null : way.Part.Via.Append(way.DecidedBy).Select(p => NumberIn(scene.Rule, p)).FirstOrDefault(number => number is not null);
        var change = way.Rule is null ? $"change {way.DecidedBy}" : way.Stops ? $"change or remove {way.DecidedBy}" : $"change {way.DecidedBy} if it lets in too many";
        return place < scene.Rule.Number ? $"Put the rule ahead of it (-Position {place}; Move-IptablesRule, where it stands already), or {change}." : $"{char.ToUpperInvariant(change[0])}{change[1..]}.";
    }

    /// <summary>The number of a place in the rule's own chain.</summary>
    private static int? NumberIn(IptablesRule rule, string place)
    {
        var chain = rule.Place[..(rule.Place.LastIndexOf(':') + 1)];
        return place.StartsWith(chain, StringComparison.Ordinal) && int.TryParse(place.AsSpan(chain.Length), out var number) ? number : null;
    }

    private static string BehindTheRule(ProofScene scene) => scene switch
    {
        { Path.StoppedBehind: { } behind } => $"Change {behind.Decider.DecidedBy}, which is behind the rule.",
        { Probe: { Outcome: ProbeOutcome.NoReply, ReplyText: null } } =>
            "See what the service logs, or ask with its own client. One that never answers strangers can't be proved by a probe: open it with Add-IptablesPortRule, and see its counter rise when a client comes.",
        { Probe.Outcome: ProbeOutcome.NoReply } => Of(scene.Probe),
        _ => "The firewall lets the packets in: see what the service does with them, and what the host sends back.",
    };

    private static string AheadOfTheRule(ProofScene scene)
    {
        if (scene.IsTakenByAnother && !scene.Probe.EndedAtVantage)
            return GetAhead(scene);
        if (scene.Probe.EndedAtVantage || scene.Probe.Outcome is ProbeOutcome.Prohibited or ProbeOutcome.Unreachable)
            return Of(scene.Probe);
        if (scene.Path.MayStopAtIngress(scene.Rule) is { } early)
            return $"See what the chain does: {ListChain(early, scene.Rule)}. It is asked ahead of any trace, so Trace-PortPath shows nothing of it.";
        return scene.Path.MayTakeAheadOf(scene.Rule) is null ? LookUpstream : Of(scene.Probe);
    }

    /// <summary>The place of a rule of nft is its chain's as nft names it, and its number.</summary>
    private static string ListChain(PathOutcome way, IptablesRule rule)
        => $"{(rule.NetworkNamespace is { } name ? $"ip netns exec {name} " : "")}nft list chain {way.DecidedBy["nft ".Length..way.DecidedBy.LastIndexOf(':')]}";
}
