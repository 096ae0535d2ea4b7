using System.Net;

namespace PortFirewall;

/// <summary>Puts probes and counters together.</summary>
internal static class ProofJudge
{
    /// <param name="before">The rule before the probes.</param>
    /// <param name="ruleset">The rule set after them.</param>
    /// <param name="probes">Every probe that was made.</param>
    /// <exception cref="FirewallException"><c>RuleNotFound</c>: the rule has gone meanwhile.</exception>
    public static PortProof Judge(IptablesRule before, IptablesRuleset ruleset, IReadOnlyList<PortProbe> probes)
    {
        var after = RuleIdentity.Require(ruleset.RequireChain(before.Table, before.Chain), before);
        var own = probes.Where(p => IsFor(p, after, ruleset)).ToArray();
        var rose = after.Packets > before.Packets;
        var arrived = Array.Find(own, p => p is { Reachable: true, CrossesNetwork: true } && MayDecide(after, p, ruleset))
            ?? Array.Find(own, p => p is { Reachable: true, CrossesNetwork: true });
        return new PortProof
        {
            Rule = after,
            PacketsBefore = before.Packets,
            PacketsAfter = after.Packets,
            ByteDelta = (long)(after.Bytes - before.Bytes),
            Probe = own,
            Confirmed = rose && arrived is not null && after.Target == "ACCEPT" && MayDecide(after, arrived, ruleset),
            Finding = own.Length == 0 ? NoneOfItsOwn(after, probes) : Find(after, after.Packets - before.Packets, rose, own, arrived, ruleset),
        };
    }

    /// <summary>Whether the rule takes a probe's packets: as far as their fields go, or after a rule of <c>nat</c> has changed them.</summary>
    private static bool IsFor(PortProbe probe, IptablesRule rule, IptablesRuleset ruleset)
        => probe.AddressFamily == rule.AddressFamily && PacketsOf(probe, rule.AddressFamily) is { } packets
            && (RuleMeaning.Of(rule, ruleset.FindTable(rule.Table)!).Hits(packets) is not null || DeciderFor(probe, ruleset) == rule.Place);

    /// <summary>Whether by the rules it can be this very rule that let the probe in: an earlier one may have, and background traffic raised the counter.</summary>
    private static bool MayDecide(IptablesRule rule, PortProbe probe, IptablesRuleset ruleset)
        => rule.Table != "filter" || PacketsOf(probe, rule.AddressFamily) is not { } packets
            || PartsOf(ruleset, packets).Exists(p => p.Verdict == PortVerdict.Unknown || p.Decider.DecidedBy == rule.Place || p.Decider.Part.AcceptedBy?.DecidedBy == rule.Place);

    private static string Find(IptablesRule rule, ulong delta, bool rose, PortProbe[] own, PortProbe? arrived, IptablesRuleset ruleset)
    {
        if (rule.Target != "ACCEPT")
            return $"Not proved: {rule.Place} does not accept packets, so its counter proves nothing about who can connect.";
        if (rose && arrived is not null && MayDecide(rule, arrived, ruleset))
            return $"Proved: a connection from {arrived.Vantage} arrived, and {rule.Place} counted {Packets(delta)}.";
        if (!Array.Exists(own, p => p.CrossesNetwork))
            return "Not proved: the probe never left its host, so it shows the listener and not the firewall. Probe from another host.";
        if (rose && arrived is null)
            return Counted(rule, delta, own.First(p => p.CrossesNetwork), ruleset);

        var decider = DeciderFor(arrived ?? own.First(p => p.CrossesNetwork), ruleset);
        if (arrived is not null)
            return decider is null || decider == rule.Place
                ? $"Not proved: a connection from {arrived.Vantage} arrived, but {rule.Place} did not count it. Look for what took the packet first: another rule, or another host with that address."
                : $"Not proved: a connection from {arrived.Vantage} arrived, but {decider} took it before {rule.Place}.";
        return decider is null || decider == rule.Place
            ? $"Not proved: {rule.Place} counted nothing, and nothing ahead of it stops the packets. Look upstream: a router, a cloud security group, the address.{Unread(ruleset)}"
            : $"Not proved: {rule.Place} counted nothing: {decider} decides the packets before they reach it.";
    }

    /// <summary>The rule's counter rose, and yet nobody was served.</summary>
    private static string Counted(IptablesRule rule, ulong delta, PortProbe probe, IptablesRuleset ruleset)
        => PacketsOf(probe, ruleset.AddressFamily) is { } packets && PartsOf(ruleset, packets).Find(p => p.Verdict != PortVerdict.Accept && p.Decider.Part.AcceptedBy is not null) is { } behind
            ? $"Not proved: {rule.Place} counted {Packets(delta)}, but {behind.Decider.DecidedBy} {(behind.Verdict == PortVerdict.Unknown ? "may stop" : "stops")} them behind it; the probe ended as {probe.Outcome}."
            : $"Not proved: {rule.Place} counted {Packets(delta)}, so packets arrive, but the probe ended as {probe.Outcome}. Look at the service: is it listening on that address?{Unread(ruleset)}";

    private static string? Unread(IptablesRuleset ruleset)
        => UnreadFirewall.NamesOf(ruleset) is { Count: > 0 } names ? $" Or look at {string.Join(" and ", names)}, which could not be read." : null;

    private static string NoneOfItsOwn(IptablesRule rule, IReadOnlyList<PortProbe> probes)
    {
        var tried = probes.Where(p => p.AddressFamily == rule.AddressFamily).Select(p => $"{p.Protocol} {p.Port} of {p.RemoteAddress}").Distinct(StringComparer.Ordinal).ToList();
        return tried.Count == 0
            ? $"Not proved: no probe was made over {rule.AddressFamily}. Probe an address of that family, or open the other one only."
            : $"Not proved: what was probed over {rule.AddressFamily} ({string.Join(", ", tried)}) is not what this rule takes ('{rule.Specification}'). Probe what it is for; if a rule of the nat table sends another port here, probe by that port and read the path with Test-PortPath.";
    }

    /// <summary>Who decides about a probe's packets by the rules alone; null where that can't be told.</summary>
    private static string? DeciderFor(PortProbe probe, IptablesRuleset ruleset)
    {
        if (PacketsOf(probe, ruleset.AddressFamily) is not { } packets)
            return null;
        return PartsOf(ruleset, packets) is [var only] && only.Verdict != PortVerdict.Unknown ? only.Decider.DecidedBy : null;
    }

    /// <summary>What becomes of packets by all that could be read.</summary>
    private static List<DecidedPart> PartsOf(IptablesRuleset ruleset, PacketClass packets)
    {
        // What was probed may be an address that a router in between makes into one of this host's.
        var question = RuleQuestion.Of(ruleset, packets);
        return PathPartition.Of(InboundPath.Walk(question.Ruleset, question.Packets).FindAll(o => !o.IsOfUnreadFirewall));
    }

    private static PacketClass? PacketsOf(PortProbe probe, AddressFamily family)
    {
        if (probe.RemoteAddress is not { } to || !ProtocolNumbers.WithPorts.Contains(probe.Protocol))
            return null;
        var packets = PacketClass.Any(family, ProtocolNumbers.OfPortProtocol(probe.Protocol)) with
        {
            Destinations = Single(to),
            DestinationPorts = new PortRange(probe.Port, probe.Port).ToSet(),
            States = ConnectionStates.New,
        };
        return probe.LocalAddress is { } from ? packets with { Sources = Single(from) } : packets;
    }

    private static IntervalSet<UInt128> Single(IPAddress address)
        => AddressSets.Range(AddressSets.ToNumber(address), AddressSets.ToNumber(address));

    private static string Packets(ulong count) => count == 1 ? "1 packet" : $"{count} packets";
}
