using System.Net;

namespace PortFirewall;

/// <summary>What becomes of a probe's packets by the rules: from the very address that it came from, by the interface that leads there.</summary>
internal sealed class ProbePath
{
    private readonly IptablesRuleset _ruleset;
    private readonly PacketClass? _packets;
    private readonly List<DecidedPart> _parts = [];
    private readonly List<DecidedPart> _partsByInterface = [];
    private readonly List<PathOutcome> _ways = [];

    /// <param name="probe">The probe.</param>
    /// <param name="ruleset">The rules that its packets meet.</param>
    /// <param name="inInterface">The interface that leads to where the probe came from, and its packets come by as a rule; null where it is not known.</param>
    public ProbePath(PortProbe probe, IptablesRuleset ruleset, string? inInterface)
    {
        _ruleset = ruleset;
        _packets = PacketsOf(probe, ruleset.AddressFamily);
        if (_packets is null)
            return;
        _ways = Walk(ruleset, _packets);
        _parts = PathPartition.Of(_ways);
        Translations = [.. _ways.Select(w => w.Part.Packets.Transit.Translation).OfType<DestinationTranslation>()];
        // Packets need not come by where the answers go: so it only helps to name who decides, where it hangs on the interface.
        if (_parts.Count > 1 && inInterface is not null)
        {
            _ways = Walk(ruleset, _packets with { InInterfaces = InterfaceSets.Matching(inInterface) });
            _partsByInterface = PathPartition.Of(_ways);
        }
    }

    /// <summary>What the rules make of their destination, on any way that they may go.</summary>
    public IReadOnlyList<DestinationTranslation> Translations { get; } = [];

    /// <summary>Who decides, as <c>INPUT:3</c>; null where that can't be told.</summary>
    public string? Decider => Only?.Decider.DecidedBy;

    /// <summary>The same with what the rule says.</summary>
    public string? DeciderInWords => Only?.Decider is { } decider ? InWords(decider) : null;

    /// <summary>The rule or policy that decides, with the jumps that led there; null where that can't be told.</summary>
    public PathOutcome? DecidingWay => Only?.Decider;

    /// <summary>Who may take the packets ahead of a rule, or not, by a match that can't be decided beforehand (<c>limit</c>, <c>time</c> …), in words; null where nobody may.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="haveArrived">Whether a connection was made, so that nobody stopped it.</param>
    public string? MayTakeAheadOf(IptablesRule rule, bool haveArrived = false)
        => UndecidedAheadOf(rule).Where(w => !haveArrived || !w.Stops).Select(InWords).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } others
            ? string.Join(" or ", others) : null;

    /// <summary>
    /// The rule that hands the packets to a proxy's socket, or may, in words; null where none does. They keep their port and pass the rules as if nothing had
    /// been (<c>TPROXY</c> in <c>iptables-extensions(8)</c>, <c>tproxy</c> in <c>nft(8)</c>).
    /// </summary>
    public string? Proxy => _ways.Find(w => w.Part.Conditions.Any(c => c.StartsWith("target TPROXY", StringComparison.OrdinalIgnoreCase))) is { } way ? InWords(way) : null;

    /// <summary>The first of them that is asked at <c>ingress</c>, which is ahead of every table of iptables and of any trace; null where none is.</summary>
    public PathOutcome? MayStopAtIngress(IptablesRule rule) => UndecidedAheadOf(rule).FirstOrDefault(w => w.Stops && NftHooks.IsOfIngress(w));

    /// <summary>What stops them behind the filter table's own accept, or may; null where nothing does.</summary>
    public DecidedPart? StoppedBehind => _parts.Find(p => p.Verdict != PortVerdict.Accept && p.Decider.Part.AcceptedBy is not null);

    /// <summary>Whether the rule takes the packets: as far as their fields go, or after a rule of <c>nat</c> has changed them.</summary>
    public bool Meets(IptablesRule rule)
        => _packets is not null && (RuleMeaning.Of(rule, _ruleset.FindTable(rule.Table)!).Hits(_packets) is not null || Decider == rule.Place);

    /// <summary>Why the rule does not take the packets; null where it does, or that can't be put down to one of their fields.</summary>
    public RuleMisfit? WhyNot(IptablesRule rule)
        => _packets is null ? null : RuleMisfit.Find(rule, RuleMeaning.Of(rule, _ruleset.FindTable(rule.Table)!), _packets);

    /// <summary>Whether it can be this very rule that lets them in: an earlier one may do so, and somebody else raise this one's counter.</summary>
    public bool MayBeDecidedBy(IptablesRule rule)
        => rule.Table != "filter" || _packets is null
            || _parts.Exists(p => p.Verdict == PortVerdict.Unknown || p.Decider.DecidedBy == rule.Place || p.Decider.Part.AcceptedBy?.DecidedBy == rule.Place);

    private IEnumerable<PathOutcome> UndecidedAheadOf(IptablesRule rule)
        => _ways.TakeWhile(w => w.DecidedBy != rule.Place && w.Part.AcceptedBy?.DecidedBy != rule.Place).Where(w => !w.IsCertain);

    private static string InWords(PathOutcome way) => way.Rule is { } rule ? $"{way.DecidedBy} ('{rule.Specification}')" : way.DecidedBy;

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
