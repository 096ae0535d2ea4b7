namespace PortFirewall;

/// <summary>Says what a proof comes to and what to do next: whether the probe got through, and whether it was its own packet that the rule took.</summary>
internal static class ProofFindings
{
    private const int OthersNamed = 3;

    /// <summary>The finding about a probe that was the rule's to take.</summary>
    public static string Tell(ProofScene scene)
    {
        if (scene.IsProved)
            return $"Proved: a connection from {scene.Probe.Vantage} arrived, and {Counted(scene)}";
        if (scene.Probe.Outcome == ProbeOutcome.Redirected)
            return $"Not proved: {scene.Probe.Detail}";
        if (!scene.Probe.CrossesNetwork)
            return "Not proved: the probe never left its host, so it shows the listener and not the firewall. Probe from another host.";
        if (scene.Rule.Target != "ACCEPT")
            return $"Not proved: {scene.Rule.Place} does not accept packets, so its counter proves nothing about who can connect.{(scene.Evidence.IsSeen ? $" It is what took the probe's own packet, from {scene.Evidence.Source}." : "")}";
        return scene switch
        {
            { HasArrived: true } => $"Not proved: a connection from {scene.Probe.Vantage} arrived, but {Elsewhere(scene)}",
            { Evidence.IsSeen: true } => $"Not proved: the probe's own packet, from {scene.Evidence.Source}, was at {scene.Rule.Place}, so packets arrive, but the probe ended as {scene.Probe.Outcome}. {BehindTheRule(scene)}",
            { Evidence.Packets: null, Delta: > 0 } => $"Not proved: {scene.Rule.Place} counted {PacketCount.Say(scene.Delta)}, but the probe ended as {scene.Probe.Outcome}. {BehindTheRule(scene)}{Reservation(scene)}",
            { Probe.EndedAtVantage: true } => $"Not proved: the probe from {scene.Probe.Vantage} never got out of there. {scene.Probe.Detail}",
            { Probe.LocalAddress: null, Evidence.Packets: 0 } => $"Not proved: the probe ended as {scene.Probe.Outcome} before anything was sent. {scene.Probe.Detail}",
            _ => $"Not proved: {Missed(scene)}{AheadOfTheRule(scene)}",
        };
    }

    /// <summary>The finding about a probe that was not the rule's to take.</summary>
    public static string TellMisfit(ProofScene scene)
        => $"Not proved: {scene.Rule.Place} does not take the packets of the probe from {scene.Probe.Vantage}{(scene.Path.WhyNot(scene.Rule) is { } misfit ? $": {misfit.Reason}." : $" ('{scene.Rule.Specification}').")}";

    /// <summary>The finding where no probe was the rule's to take.</summary>
    public static string NoneOfItsOwn(IptablesRule rule, IReadOnlyList<PortProbe> probes, RuleMisfit? misfit)
    {
        if (rule.Target != "ACCEPT")
            return $"Not proved: {rule.Place} does not accept packets, so its counter proves nothing about who can connect.";
        var tried = probes.Where(p => p.AddressFamily == rule.AddressFamily).Select(p => $"{p.Protocol} {p.Port} of {p.RemoteAddress}").Distinct(StringComparer.Ordinal).ToList();
        if (tried.Count == 0)
            return $"Not proved: no probe was made over {rule.AddressFamily}. Probe an address of that family, or open the other one only.";
        var notTaken = $"Not proved: what was probed over {rule.AddressFamily} ({string.Join(", ", tried)}) is not what this rule takes ('{rule.Specification}')";
        return misfit is not null ? $"{notTaken}: {misfit.Reason}. {misfit.Remedy}"
            : $"{notTaken}. Probe what it is for; if a rule of the nat table sends another port here, probe by that port and read the path with Test-PortPath.";
    }

    private static string Counted(ProofScene scene)
    {
        var counted = scene.Evidence switch
        {
            { Basis: ProofBasis.OwnPackets } => $"{scene.Rule.Place} counted its own packet, from {scene.Evidence.Source}.",
            { Basis: ProofBasis.SourceAddress } => $"{scene.Rule.Place} counted a packet from {scene.Evidence.Source} meanwhile.",
            _ => $"{scene.Rule.Place} counted {PacketCount.Say(scene.Delta)}.",
        };
        return $"{counted}{Reservation(scene)}";
    }

    /// <summary>A connection was made, and not by this rule for all that is known.</summary>
    private static string Elsewhere(ProofScene scene)
    {
        if (scene.IsTakenByAnother)
            return $"{scene.Path.DeciderInWords} took it before {scene.Rule.Place}.{Reservation(scene)}";
        if (scene.Path.Proxy is { } proxy)
            return $"{proxy} may have handed it to a proxy's socket (TPROXY): such packets keep their port and pass {scene.Rule.Place} all the same, and the service need not have had any of them.{Reservation(scene)}";
        if (scene.IsLostInOthers)
        {
            return $"{scene.Rule.Place} counted {PacketCount.Say(scene.Delta)}, and the probes can have sent {scene.MostOfProbes} at most: other traffic is on the rule.{Reservation(scene)} "
                + $"Prove a rule for the probe's address alone (Add-IptablesPortRule -Source{(scene.Probe.LocalAddress is { } from ? $" {from}" : "")}), probe while nobody else connects, or go by the probe's own packets: as root, and without -CounterOnly.";
        }
        if (scene.Evidence.Packets is null)
            return $"{scene.Rule.Place} did not count it. {MayHaveTaken(scene)}Look for what took the packet first: another rule, or another host with that address.{Reservation(scene)}";
        if (scene.Evidence.IsSeen)
            return $"the counter of {scene.Rule.Place} did not rise, though its own packet, from {scene.Evidence.Source}, was there: somebody set the counters back. Prove it again.";
        if (scene.Account.OtherDestinationsOf(scene.Probe).ToList() is { Count: > 0 } destinations)
        {
            return $"no packet of its own was at {scene.Rule.Place}. From {scene.Evidence.Source} there came some to {string.Join(", ", destinations.Take(OthersNamed))}, which is not what was probed, nor what the rules make of it: another "
                + "connection from the same port. If a router on the way gives the packets another destination, connect past it, or go by the counter alone (-CounterOnly).";
        }
        var others = scene.Account.OthersInTimeOf(scene.Probe).ToList();
        var came = others.Count == 0 ? "Nothing else came there meanwhile either"
            : $"Meanwhile there came {string.Join(", ", others.Take(OthersNamed))}{(others.Count > OthersNamed ? $" and {others.Count - OthersNamed} more" : "")}";
        return $"no packet of its own, from {scene.Evidence.Source}, was at {scene.Rule.Place}. {came}. {MayHaveTaken(scene)}Look for what took it: another rule, or another host with that address. "
            + "If a router on the way gives the packets another source, connect from where none does, or go by the counter alone (-CounterOnly).";
    }

    private static string BehindTheRule(ProofScene scene)
    {
        if (scene.Path.StoppedBehind is { } behind)
            return $"{behind.Decider.DecidedBy} {(behind.Verdict == PortVerdict.Unknown ? "may stop" : "stops")} them behind it.";
        return scene.Probe.Outcome switch
        {
            ProbeOutcome.NoReply when scene.Probe.ReplyText is { } reply => $"What came back is not the reply asked for: {reply}. Some application answers there: see that it is the one you mean.",
            ProbeOutcome.NoReply => "Whether the service took the datagram is unproven: ask it in its own protocol, or look at the service and what it logs.",
            ProbeOutcome.TimedOut => $"Look at the service: is it listening on that address, and does it accept connections? Then at the way back: the OUTPUT chain and the routes.{Unread(scene)}",
            _ => $"Look at the service: is it listening on that address?{Unread(scene)}",
        };
    }

    private static string Missed(ProofScene scene)
        => scene.Delta == 0 ? $"{scene.Rule.Place} counted nothing"
            : $"{scene.Rule.Place} counted {PacketCount.Say(scene.Delta)}, and none was the probe's, from {scene.Evidence.Source}";

    private static string AheadOfTheRule(ProofScene scene)
    {
        if (scene.IsTakenByAnother)
            return $": {scene.Path.DeciderInWords} decides the packets before they reach it.";
        // Where somebody said no, the probe knows who: there is nothing to be looked for elsewhere.
        var told = scene.Probe.Outcome is ProbeOutcome.Prohibited or ProbeOutcome.Unreachable ? $"{scene.Probe.Detail} Look there." : null;
        const string Upstream = "upstream: a router, a cloud security group, the address.";
        if (told is null && scene.Path.MayStopAtIngress(scene.Rule) is { } early)
            return $", and {early.DecidedBy} may stop the packets at ingress, ahead of iptables and of any trace. Look there first; if it does not, look {Upstream}{Unread(scene)}";
        return scene.Path.MayTakeAheadOf(scene.Rule) is { } others
            ? $", and {others} may take the packets ahead of it: by the rules alone that can't be told. {told ?? $"See with Trace-PortPath whether they come; if they don't, look {Upstream}"}{Unread(scene)}"
            : $", and nothing ahead of it stops the packets. {told ?? $"Look {Upstream}"}{Unread(scene)}";
    }

    private static string? MayHaveTaken(ProofScene scene)
        => scene.Path.MayTakeAheadOf(scene.Rule, haveArrived: true) is { } others ? $"{others} may have taken it: by the rules alone that can't be told, and Trace-PortPath shows it. " : null;

    private static string Reservation(ProofScene scene)
        => scene.Evidence.Reservation is { } why ? $" Whether it was the probe's own packet can't be told: {why}." : "";

    private static string? Unread(ProofScene scene)
        => UnreadFirewall.NamesOf(scene.Ruleset) is { Count: > 0 } names ? $" Or look at {string.Join(" and ", names)}, which could not be read." : null;
}
