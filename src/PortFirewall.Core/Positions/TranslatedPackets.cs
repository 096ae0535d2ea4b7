namespace PortFirewall;

/// <summary>
/// Packets that a rule of <c>nat</c> makes into others before a chain sees them, so that a rule about them takes none of them there:
/// they have another port by then, or are sent to another host and never meet <c>INPUT</c>.
/// </summary>
internal sealed class TranslatedPackets
{
    private const string Input = "INPUT";

    private readonly List<PathOutcome> _outcomes;
    private readonly PacketClass _asked;
    private readonly string _chain;
    private readonly string _forward;

    private TranslatedPackets(List<PathOutcome> outcomes, PacketClass asked, string chain, string forward)
    {
        _outcomes = outcomes;
        _asked = asked;
        _chain = chain;
        _forward = forward;
    }

    /// <summary>Whether no packet is left for the rule.</summary>
    public bool AreAll { get; private init; }

    /// <summary>Whether it hangs on something if they are made into others at all.</summary>
    private bool IsUncertain { get; init; }

    /// <summary>What becomes of them.</summary>
    public IReadOnlyList<PathOutcome> Outcomes => _outcomes;

    /// <summary>Whether every one of them is accepted all the same.</summary>
    public bool AreAccepted => PathPartition.Of(_outcomes).TrueForAll(p => p.Verdict == PortVerdict.Accept);

    /// <summary>Those among the packets of a rule; null where there are none.</summary>
    /// <param name="ruleset">The rule set.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="asked">Its packets, as they come in.</param>
    /// <param name="outcomes">What becomes of them.</param>
    /// <param name="reaching">Those that the rule would be shown and would take.</param>
    public static TranslatedPackets? Among(IptablesRuleset ruleset, PortRule rule, PacketClass asked, IReadOnlyList<PathOutcome> outcomes, IReadOnlyList<PacketClass> reaching)
    {
        var taken = outcomes.Where(o => AreTaken(o, rule)).ToList();
        return taken.Count == 0 ? null : new TranslatedPackets(taken, asked, rule.Chain, ruleset.FindChain("filter", "DOCKER-USER") is null ? "FORWARD" : "FORWARD and DOCKER-USER")
        {
            AreAll = reaching.Count == 0,
            IsUncertain = reaching.Any(r => taken.Exists(t => r.Intersect(t.Part.Packets) is not null)),
        };
    }

    /// <summary>Whether a rule takes none of the packets in its chain because of what <c>nat</c> made of them.</summary>
    public static bool AreTaken(PathOutcome outcome, PortRule rule)
        => outcome.Part.Packets.Transit is { Translation: not null } transit
            && ((transit.Route == PacketRoute.Forwarded && rule.Chain == Input) || Met(outcome.Part.Packets, rule) is null);

    /// <summary>Those of some packets that a rule takes, as they are by now; null where it takes none.</summary>
    public static PacketClass? Met(PacketClass packets, PortRule rule) => packets.Intersect(rule.Packets.ToRegion() with { States = ConnectionStates.All });

    /// <summary>The clause about them for a person who looks for a place: who makes them into what, and what becomes of them.</summary>
    public string Clause => $"{Translations} {(IsUncertain ? "may make" : "makes")} the packets{Which} into others before that ({Into}), and {Fate}";

    /// <summary>What to say beside a rule that is for other packets still.</summary>
    public string Warning => $"{Translations} {(IsUncertain ? "may make" : "makes")} the packets{Which} into others before {_chain} ({Into}), which this rule is not about: {Fate}.";

    /// <summary>Why a rule about them has no effect, and what to do.</summary>
    public FirewallException ErrorFor(PortRule rule)
        => RulesetErrors.PortTranslated($"{rule.Protocol} {rule.Port}", rule.Chain, Translations, Fate, Remedy(rule.Protocol));

    private string Translations => Listed(_outcomes.Select(o => o.Part.Packets.Transit.Translation!).Select(t => $"{t.Place} ({t.Target})"));

    private string Into => Listed(_outcomes.Select(o => o.Part.Packets.Transit.Translation!.Describe(_asked.Family)));

    /// <summary>In what the packets differ from all that were asked about.</summary>
    private string Which
    {
        get
        {
            var all = _outcomes.ConvertAll(o => o.Part.Packets);
            var words = new List<string>();
            if (Union(all.Select(p => p.Sources)) is var sources && !sources.Equals(_asked.Sources))
                words.Add($" from {AddressSets.Describe(sources, _asked.Family)}");
            if (Union(all.Select(p => p.Destinations)) is var destinations && !destinations.Equals(_asked.Destinations))
                words.Add($" to {AddressSets.Describe(destinations, _asked.Family)}");
            if (Union(all.Select(p => p.InInterfaces)) is var interfaces && !interfaces.Equals(_asked.InInterfaces))
            {
                var others = InterfaceSets.Describe(_asked.InInterfaces.Except(interfaces));
                words.Add(others is null || others.StartsWith('!') ? $" on {InterfaceSets.Describe(interfaces)}" : $" on every interface but {others}");
            }
            if (Union(all.Select(p => p.DestinationPorts)) is var ports && !ports.Equals(_asked.DestinationPorts))
                words.Add($" to port {PortSets.Describe(ports)}");
            return string.Concat(words);
        }
    }

    private string Fate
    {
        get
        {
            var parts = PathPartition.Of(_outcomes);
            var whom = parts.Select(p => p.Verdict).Distinct().Count() > 1 ? "a part of them" : "them";
            return Listed(parts.Select(p => FateOf(p, whom)));
        }
    }

    private string Remedy(string protocol)
    {
        if (AreAccepted)
            return "Add nothing: the packets are accepted as they are";
        var here = _outcomes.Find(o => o.Part.Packets.Transit.Route != PacketRoute.Forwarded)?.Part.Packets.Transit.Translation;
        var open = here?.Ports is { } ports ? $"pen {protocol} {PortSets.Describe(ports)}, the port that they have by then"
            : "pen what they are by then, which Test-PortPath shows";
        if (_outcomes.TrueForAll(o => o.Part.Packets.Transit.Route != PacketRoute.Forwarded))
            return "O" + open;
        var look = $"o rule in {Input} concerns packets that are sent to another host: look at {_forward}, which they meet as {Into}; Test-PortPath shows their way";
        return here is null ? "N" + look : $"What is sent to this host: o{open}. N{look}";
    }

    private string FateOf(DecidedPart part, string whom)
    {
        if (part.Verdict != PortVerdict.Unknown)
            return $"{part.DecidedBy} {(part.Verdict switch { PortVerdict.Accept => "accepts", PortVerdict.Drop => "drops", _ => "rejects" })} {whom}";
        var here = _outcomes.FindAll(o => o.Part.Packets.Intersect(part.Packets) is not null);
        var stopping = here.FindAll(o => o.Verdict != PortVerdict.Accept).ConvertAll(o => o.DecidedBy);
        return $"{Listed(stopping)} may stop {whom}, which hangs on {Listed(part.Conditions)}";
    }

    private static string Listed(IEnumerable<string> texts)
    {
        const int Most = 3;
        var different = texts.Distinct(StringComparer.Ordinal).ToList();
        return string.Join(", ", different.Take(Most)) + (different.Count > Most ? ", …" : "");
    }

    private static IntervalSet<T> Union<T>(IEnumerable<IntervalSet<T>> sets)
        where T : struct, IComparable<T>
        => sets.Aggregate(IntervalSet<T>.Empty, (all, next) => all.Union(next));
}
