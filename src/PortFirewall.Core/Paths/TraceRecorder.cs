using System.Globalization;

namespace PortFirewall;

/// <summary>Notes each rule that a packet meets while it is walked along its path, ahead of what the rule does.</summary>
internal sealed class TraceRecorder(IptablesRuleset ruleset)
{
    private readonly List<IptablesTraceStep> _steps = [];

    private string? _onlyIf;

    public IReadOnlyList<IptablesTraceStep> Steps => _steps;

    /// <summary>What rules asked for that was not given, as parameters, in the order in which they asked.</summary>
    public List<string> NotGiven { get; } = [];

    /// <summary>What follows is in this base chain.</summary>
    public void Enter(BaseChain chain) => _onlyIf = chain.OnlyIf;

    public void Meet(RuleMeaning rule, List<PathPart> parts)
    {
        var hits = parts.ConvertAll(p => (p.Packets, Hits: rule.Hits(p.Packets) ?? []));
        var conditions = hits.SelectMany(h => h.Hits).SelectMany(h => h.Conditions).ToList();
        foreach (var (packets, taken) in hits.Where(h => h.Hits.Count > 0 && h.Hits.TrueForAll(hit => hit.Conditions.Count == 0)))
            conditions.AddRange(FindNotGiven(packets, taken));
        if (_onlyIf is not null)
            conditions.Add(_onlyIf);
        var outcome = hits.TrueForAll(h => h.Hits.Count == 0) ? TraceOutcome.NoMatch
            : conditions.Count > 0 || rule.Action == RuleAction.Unknown ? TraceOutcome.Unknown
            : rule.Action switch
            {
                RuleAction.Jump => TraceOutcome.Jump,
                RuleAction.Goto => TraceOutcome.Goto,
                RuleAction.Return => TraceOutcome.Return,
                _ => TraceOutcome.Match,
            };
        if (outcome == TraceOutcome.Unknown && rule.Action == RuleAction.Unknown)
            conditions.Add($"target {rule.Target}");
        PortVerdict? verdict = outcome != TraceOutcome.Match ? null : rule.Action switch
        {
            RuleAction.Accept or RuleAction.Translate => PortVerdict.Accept,
            RuleAction.Drop => PortVerdict.Drop,
            RuleAction.Reject => PortVerdict.Reject,
            _ => null,
        };
        Add(rule.Place, rule.Rule, outcome, verdict, outcome == TraceOutcome.Unknown ? [.. conditions.Distinct(StringComparer.Ordinal)] : []);
    }

    public void ReachPolicy(BaseChain chain)
    {
        if (chain.OnlyIf is { } onlyIf)
            Add(chain.PolicyPlace, null, TraceOutcome.Unknown, null, [onlyIf]);
        else
            Add(chain.PolicyPlace, null, TraceOutcome.Policy, chain.Policy, []);
    }

    private List<string> FindNotGiven(PacketClass packets, List<RuleHit> taken)
    {
        List<PacketClass> rest = [packets];
        foreach (var hit in taken)
            rest = [.. rest.SelectMany(r => r.Intersect(hit.Packets) is { } common ? r.Except(common) : [r])];
        if (rest.Count == 0)
            return [];
        var one = taken[0].Packets;
        List<string> fields = [];
        Compare(packets.Sources, one.Sources, "-Source");
        Compare(packets.Destinations, one.Destinations, "-Destination");
        Compare(packets.InInterfaces, one.InInterfaces, "-InInterface");
        Compare(packets.SourcePorts, one.SourcePorts, "the source port");
        if (packets.States != one.States)
            fields.Add("-ConnectionState");
        NotGiven.AddRange(fields.Except(NotGiven, StringComparer.Ordinal));
        return fields.ConvertAll(f => f + " not given");

        void Compare<T>(IntervalSet<T> all, IntervalSet<T> some, string field)
            where T : struct, IComparable<T>
        {
            if (!all.Equals(some))
                fields.Add(field);
        }
    }

    /// <summary>Adds a step. The place is as <c>DecidedBy</c> says it: table, if not filter, chain, and number or <c>policy</c>.</summary>
    private void Add(string place, IptablesRule? rule, TraceOutcome outcome, PortVerdict? verdict, IReadOnlyList<string> conditions)
    {
        // What could not be read has no chains: its name is in the place of the table, and why it has none in that of the chain.
        var (space, colon) = UnreadFirewall.IsPlace(place) ? (place.IndexOf(' '), place.Length) : (place.LastIndexOf(' '), place.LastIndexOf(':'));
        _steps.Add(new IptablesTraceStep
        {
            Step = _steps.Count + 1,
            AddressFamily = ruleset.AddressFamily,
            Table = rule?.Table ?? (space < 0 ? "filter" : place[..space]),
            Chain = rule?.Chain ?? place[(space + 1)..colon],
            // A rule of nftables has its number in its place only; a policy has none.
            RuleNumber = rule?.Number ?? (int.TryParse(place.AsSpan(Math.Min(colon + 1, place.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null),
            Rule = rule,
            Outcome = outcome,
            Verdict = verdict,
            Conditions = conditions,
            NetworkNamespace = ruleset.NetworkNamespace,
        });
    }
}
