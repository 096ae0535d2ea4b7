using System.Net;

namespace PortFirewall;

/// <summary>What becomes of a probe's packets by the rules: from the very address that it came from, by the interface that leads there.</summary>
internal sealed class ProbePath
{
    private readonly IptablesRuleset _ruleset;
    private readonly PacketClass? _packets;
    private readonly List<DecidedPart> _parts = [];
    private readonly List<DecidedPart> _partsByInterface = [];

    /// <param name="probe">The probe.</param>
    /// <param name="ruleset">The rules that its packets meet.</param>
    /// <param name="inInterface">The interface that leads to where the probe came from, and its packets come by as a rule; null where it is not known.</param>
    public ProbePath(PortProbe probe, IptablesRuleset ruleset, string? inInterface)
    {
        _ruleset = ruleset;
        _packets = PacketsOf(probe, ruleset.AddressFamily);
        if (_packets is null)
            return;
        var ways = Walk(ruleset, _packets);
        _parts = PathPartition.Of(ways);
        Translations = [.. ways.Select(w => w.Part.Packets.Transit.Translation).OfType<DestinationTranslation>()];
        // Packets need not come by where the answers go: so it only helps to name who decides, where it hangs on the interface.
        if (_parts.Count > 1 && inInterface is not null)
            _partsByInterface = PathPartition.Of(Walk(ruleset, _packets with { InInterfaces = InterfaceSets.Matching(inInterface) }));
    }

    /// <summary>What the rules make of their destination, on any way that they may go.</summary>
    public IReadOnlyList<DestinationTranslation> Translations { get; } = [];

    /// <summary>Who decides, as <c>INPUT:3</c>; null where that can't be told.</summary>
    public string? Decider => Only?.Decider.DecidedBy;

    /// <summary>The same with what the rule says.</summary>
    public string? DeciderInWords => Only?.Decider is not { } decider ? null
        : decider.Rule is { } rule ? $"{decider.DecidedBy} ('{rule.Specification}')" : decider.DecidedBy;

    /// <summary>What stops them behind the filter table's own accept, or may; null where nothing does.</summary>
    public DecidedPart? StoppedBehind => _parts.Find(p => p.Verdict != PortVerdict.Accept && p.Decider.Part.AcceptedBy is not null);

    /// <summary>Whether the rule takes the packets: as far as their fields go, or after a rule of <c>nat</c> has changed them.</summary>
    public bool Meets(IptablesRule rule)
        => _packets is not null && (RuleMeaning.Of(rule, _ruleset.FindTable(rule.Table)!).Hits(_packets) is not null || Decider == rule.Place);

    /// <summary>Whether it can be this very rule that lets them in: an earlier one may do so, and somebody else raise this one's counter.</summary>
    public bool MayBeDecidedBy(IptablesRule rule)
        => rule.Table != "filter" || _packets is null
            || _parts.Exists(p => p.Verdict == PortVerdict.Unknown || p.Decider.DecidedBy == rule.Place || p.Decider.Part.AcceptedBy?.DecidedBy == rule.Place);

    private DecidedPart? Only => Certain(_parts) ?? Certain(_partsByInterface);

    private static DecidedPart? Certain(List<DecidedPart> parts) => parts is [{ Verdict: not PortVerdict.Unknown } only] ? only : null;

    private static List<PathOutcome> Walk(IptablesRuleset ruleset, PacketClass packets)
    {
        // What was probed may be an address that a router in between makes into one of this host's.
        var question = RuleQuestion.Of(ruleset, packets);
        return InboundPath.Walk(question.Ruleset, question.Packets).FindAll(o => !o.IsOfUnreadFirewall);
    }

    private static PacketClass? PacketsOf(PortProbe probe, AddressFamily family)
    {
        if (probe.AddressFamily != family || probe.RemoteAddress is not { } to || !ProtocolNumbers.WithPorts.Contains(probe.Protocol))
            return null;
        var packets = PacketClass.Any(family, ProtocolNumbers.OfPortProtocol(probe.Protocol)) with
        {
            Destinations = Single(to),
            DestinationPorts = new PortRange(probe.Port, probe.Port).ToSet(),
            States = ConnectionStates.New,
        };
        if (probe.LocalAddress is { } from)
            packets = packets with { Sources = Single(from) };
        return probe.LocalPort is { } port ? packets with { SourcePorts = new PortRange(port, port).ToSet() } : packets;
    }

    private static IntervalSet<UInt128> Single(IPAddress address)
        => AddressSets.Range(AddressSets.ToNumber(address), AddressSets.ToNumber(address));
}
