using System.Globalization;

namespace PortFirewall;

/// <summary>Notes each rule that a packet meets while it is walked along its path, ahead of what the rule does.</summary>
internal sealed class TraceRecorder(IptablesRuleset ruleset)
{
    private readonly List<IptablesTraceStep> _steps = [];

    private string? _onlyIf;
    private string? _hangsOn;
    private NftRule? _last;
    private readonly HashSet<NftRule> _jumped = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<IptablesTraceStep> Steps => _steps;

    /// <summary>What rules asked for that was not given, as parameters, in the order in which they asked.</summary>
    public List<string> NotGiven { get; } = [];

    /// <summary>What follows is in this base chain.</summary>
    public void Enter(BaseChain chain) => _onlyIf = chain.OnlyIf;

    /// <summary>What follows is so under a condition, or under none any more.</summary>
    public void HangOn(string? condition) => _hangsOn = condition;

    /// <summary>Notes a rule.</summary>
    /// <returns>The number of the step for each branch.</returns>
    public Dictionary<string, int> Meet(RuleMeaning rule, List<PathPart> parts)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = parts.GroupBy(p => p.Branch).Select(branch => (branch.Key, Step: See(rule, [.. branch]))).ToList();
        foreach (var alike in seen.GroupBy(s => (s.Step.Outcome, s.Step.Verdict, string.Join('\n', s.Step.Conditions))))
        {
            var (outcome, verdict, conditions) = alike.First().Step;
            var branches = alike.Select(s => s.Key).ToList();
            Note(rule.Native, StepAt(rule.Place, rule.Rule, outcome, verdict, conditions, branches, rule.Text));
            foreach (var branch in branches)
                numbers[branch] = _steps.Count;
        }
        _last = rule.Native;
        return numbers;
    }

    /// <summary>A rule of nft may be several to the walk, such as one for each element of a map; to a person it is one.</summary>
    private void Note(NftRule? native, Func<int, IptablesTraceStep> step)
    {
        var next = step(_steps.Count + 1);
        if (native is not null && ReferenceEquals(_last, native) && CanReplace(_steps[^1], next))
        {
            if (next.Outcome != TraceOutcome.NoMatch)
                _steps[^1] = step(_steps.Count);
        }
        // Back from where an element of the map led, the others are no news.
        else if (native is null || next.Outcome != TraceOutcome.NoMatch || !_jumped.Contains(native))
        {
            _steps.Add(next);
        }
        if (native is not null && next.Outcome == TraceOutcome.Jump)
            _jumped.Add(native);
    }

    private static bool CanReplace(IptablesTraceStep last, IptablesTraceStep next)
        => last.Branch == next.Branch && (last.Outcome == TraceOutcome.NoMatch || next.Outcome == TraceOutcome.NoMatch
            || (last.Outcome == TraceOutcome.Match && last.Verdict is null)
            || (last.Outcome, last.Verdict) == (next.Outcome, next.Verdict) && last.Conditions.SequenceEqual(next.Conditions));

    private (TraceOutcome Outcome, PortVerdict? Verdict, IReadOnlyList<string> Conditions) See(RuleMeaning rule, List<PathPart> parts)
    {
        var hits = parts.ConvertAll(p => (p.Packets, Hits: rule.Hits(p.Packets) ?? []));
        var conditions = hits.SelectMany(h => h.Hits).SelectMany(h => h.Conditions).ToList();
        foreach (var (packets, taken) in hits.Where(h => h.Hits.Count > 0 && h.Hits.TrueForAll(hit => hit.Conditions.Count == 0)))
            conditions.AddRange(FindNotGiven(packets, taken));
        conditions.AddRange(new[] { _onlyIf, _hangsOn }.OfType<string>());
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
        return (outcome, verdict, outcome == TraceOutcome.Unknown ? [.. conditions.Distinct(StringComparer.Ordinal)] : []);
    }

    public void ReachPolicy(BaseChain chain, List<PathPart> parts)
    {
        string[] open = [.. new[] { _onlyIf, _hangsOn }.OfType<string>()];
        Note(null, StepAt(
            chain.PolicyPlace, null, open.Length > 0 ? TraceOutcome.Unknown : TraceOutcome.Policy, open.Length > 0 ? null : chain.Policy, open,
            [.. parts.Select(p => p.Branch).Distinct(StringComparer.Ordinal)], null));
        _last = null;
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
    private Func<int, IptablesTraceStep> StepAt(
        string place, IptablesRule? rule, TraceOutcome outcome, PortVerdict? verdict, IReadOnlyList<string> conditions, List<string> branches, string? text)
    {
        // What could not be read has no chains: its name is in the place of the table, and why it has none in that of the chain.
        var (space, colon) = UnreadFirewall.IsPlace(place) ? (place.IndexOf(' '), place.Length) : (place.LastIndexOf(' '), place.LastIndexOf(':'));
        return step => new IptablesTraceStep
        {
            Step = step,
            AddressFamily = ruleset.AddressFamily,
            Table = rule is not null ? PrefixOf(place, rule) + rule.Table
                : space < 0 ? "filter" : place[..space] is "legacy" or "nft" ? place[..space] + " filter" : place[..space],
            Chain = rule?.Chain ?? place[(space + 1)..colon],
            // A rule of nftables has its number in its place only; a policy has none.
            RuleNumber = rule?.Number ?? (int.TryParse(place.AsSpan(Math.Min(colon + 1, place.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null),
            Rule = rule,
            RuleText = text,
            Branch = branches is [""] ? null : string.Join(", ", branches.Select(b => b.Length == 0 ? "else" : b)),
            Outcome = outcome,
            Verdict = verdict,
            Conditions = conditions,
            NetworkNamespace = ruleset.NetworkNamespace,
        };
    }

    /// <summary>What tells the other iptables backend's rules from this one's.</summary>
    private static string PrefixOf(string place, IptablesRule rule) => place.EndsWith(rule.Place, StringComparison.Ordinal) ? place[..^rule.Place.Length] : "";
}
