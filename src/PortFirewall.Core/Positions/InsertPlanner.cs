namespace PortFirewall;

/// <summary>
/// Plans the insertion of any number of rules into one rule set: what is there already, what goes where, what would have no
/// effect. Nothing is changed here; the plan is checked against a model of the rule set as it would be.
/// </summary>
internal sealed class InsertPlanner
{
    private readonly IptablesRuleset _ruleset;
    private readonly int? _position;
    private readonly bool _force;
    private readonly Dictionary<PortRuleShape, Dictionary<(int First, int Last), IptablesInsertPosition>> _positions = [];
    private readonly Dictionary<(string Table, string Chain), ILookup<string, IptablesRule>> _rulesByPort = [];
    private readonly PortCells _cells;
    private (PortRule Rule, Dictionary<(int First, int Last), IptablesInsertPosition> Positions)? _latest;

    private InsertPlanner(IptablesRuleset ruleset, int? position, bool force)
    {
        _ruleset = ruleset;
        _cells = new PortCells(ruleset);
        _position = position;
        _force = force;
    }

    /// <param name="ruleset">The rule set as it is.</param>
    /// <param name="rules">What is asked for, in order.</param>
    /// <param name="position">The number that the user insists on; null to have it worked out.</param>
    /// <param name="force">Insert ahead of what accepts the packets already, or behind what stops them.</param>
    /// <exception cref="FirewallException"><c>ChainNotFound</c>.</exception>
    public static IReadOnlyList<PlannedRule> Plan(IptablesRuleset ruleset, IReadOnlyList<PortRule> rules, int? position, bool force)
    {
        var planner = new InsertPlanner(ruleset, position, force);
        var current = new Lazy<RuleEffect>(() => RuleEffect.Of(ruleset, rules));
        var plans = rules.Select(r => planner.PlanOne(r, current)).ToList();
        DropRepeats(plans);
        return planner.CheckEffect(PlanNumbers.Assign(plans));
    }

    /// <summary>The rule set as it will be when the plan is carried out, and each inserted rule in it.</summary>
    public static (IptablesRuleset Ruleset, IReadOnlyDictionary<PlannedRule, IptablesRule> Inserted) Apply(
        IptablesRuleset ruleset, IReadOnlyList<PlannedRule> plans)
    {
        var inserted = new Dictionary<PlannedRule, IptablesRule>(plans.Count, ReferenceEqualityComparer.Instance);
        foreach (var chainPlans in plans.Where(p => p.IsInsert).GroupBy(p => (p.Position!.Table, p.Position.Chain)))
        {
            var chain = ruleset.RequireChain(chainPlans.Key.Table, chainPlans.Key.Chain);
            var rules = new List<IptablesRule>(chain.Rules);
            foreach (var atOne in chainPlans.GroupBy(p => p.Position!.RuleNumber).OrderByDescending(g => g.Key))
            {
                var block = atOne.ToList().ConvertAll(plan => inserted[plan] = plan.In(ruleset));
                rules.InsertRange(atOne.Key - 1, block);
            }
            ruleset = ruleset.With(chain.With(rules));
        }
        return (ruleset, inserted);
    }

    /// <summary>Somebody who names a position wants the rule there; where it stands already, adding leaves it where it is.</summary>
    private string? NotMoved(IptablesRule exact)
        => _position is { } wanted && wanted != exact.Number
            ? $"The rule is there already as {exact.Place} and stays there; Move-IptablesRule puts it at position {wanted}." : null;

    private PlannedRule PlanOne(PortRule rule, Lazy<RuleEffect> current)
    {
        if (_position is { } number && _ruleset.RequireChain(rule.Table, rule.Chain).Rules.Count + 1 is var last && (number < 1 || number > last))
            return new PlannedRule(rule) { Error = InputErrors.InvalidPosition(number, last) };
        var position = FindPosition(rule);
        if (FindExact(rule, position.Chain) is { } exact)
        {
            if (current.Value.Decides(exact))
                return new PlannedRule(rule) { Existing = exact, Warning = NotMoved(exact) ?? position.UncertainElsewhere };
            if (position.Translated is { } taken)
                return new PlannedRule(rule) { Error = taken.ErrorFor(rule) };
            if (BlockedElsewhere(rule, position, current.Value) is { } elsewhere)
                return new PlannedRule(rule) { Error = elsewhere };
            if (position.ChainAccepts)
                return new PlannedRule(rule) { Existing = exact, Warning = $"{position.Reason} The rule {exact.Place} is there as well." };
            return new PlannedRule(rule) { Error = RulesetErrors.RuleBehindBlock(exact, position.Blocker ?? "an earlier rule") };
        }
        if (position.Translated is { } translated && !_force)
            return new PlannedRule(rule) { Error = translated.ErrorFor(rule) };
        if (position.BlockedElsewhere is { } stopper && !_force)
            return new PlannedRule(rule) { Error = RulesetErrors.BlockedElsewhere($"{rule.Protocol} {rule.Port}", stopper, position.AddressFamily) };
        if (_position is { } wanted)
            return PlanAt(rule, position, wanted);
        if (position is { ChainAccepts: true, AcceptedBy: { } accepting } && !_force)
            return new PlannedRule(rule) { Existing = accepting, Warning = Join($"{position.Reason} Nothing was added; use -Force to insert the rule all the same.", position.UncertainElsewhere) };
        return new PlannedRule(rule) { Position = position, Warning = Join(Join(BypassWarning(position.Bypassed), position.Caution), position.UncertainElsewhere) };
    }

    private PlannedRule PlanAt(PortRule rule, IptablesInsertPosition computed, int wanted)
    {
        // Where the rule belongs into another chain, only the model can tell whether this place has an effect.
        var behind = computed.Chain == rule.Chain && computed.Blocker is not null && wanted > computed.RuleNumber;
        if (behind && !_force)
            return new PlannedRule(rule) { Error = RulesetErrors.PositionBehindBlock(wanted, rule.Chain, computed.Blocker!, computed.RuleNumber) };
        var steppedOver = computed.StillBlocked.Where(r => r.Chain == rule.Chain && r.Number >= wanted).ToList();
        return new PlannedRule(rule)
        {
            Position = At(computed, rule.Chain, wanted, steppedOver),
            Warning = Join(BypassWarning(steppedOver), computed.UncertainElsewhere),
            MustDecide = !_force,
        };
    }

    private IptablesInsertPosition FindPosition(PortRule rule)
    {
        var positions = PositionsFor(rule);
        var cells = _cells.CellsOf(rule.Port);
        if (!positions.TryGetValue(cells, out var position))
            positions[cells] = position = InsertPositionFinder.Find(_ruleset, rule);
        return position;
    }

    /// <summary>The positions of rules that differ from this one in the port only, as those of one pipeline mostly do.</summary>
    private Dictionary<(int First, int Last), IptablesInsertPosition> PositionsFor(PortRule rule)
    {
        if (_latest is { } latest && rule.IsShapedAs(latest.Rule))
            return latest.Positions;
        if (!_positions.TryGetValue(rule.Shape, out var positions))
            _positions[rule.Shape] = positions = [];
        _latest = (rule, positions);
        return positions;
    }

    private IptablesRule? FindExact(PortRule rule, string computedChain)
    {
        var port = rule.Port.ToString();
        return FindExact(rule, port, rule.Chain) ?? (computedChain == rule.Chain ? null : FindExact(rule, port, computedChain));
    }

    private IptablesRule? FindExact(PortRule rule, string port, string chain)
    {
        if (!_rulesByPort.TryGetValue((rule.Table, chain), out var byPort))
            _rulesByPort[(rule.Table, chain)] = byPort = _ruleset.RequireChain(rule.Table, chain).Rules.ToLookup(r => r.DestinationPort ?? "", StringComparer.Ordinal);
        return byPort.Contains(port) && RuleNormalForm.Of(rule.At(0, _ruleset)) is var wanted ? byPort[port].FirstOrDefault(r => RuleNormalForm.Of(r) == wanted) : null;
    }

    /// <summary>Puts every planned rule into a model of the rule set, and sees whether it decides anything there.</summary>
    private List<PlannedRule> CheckEffect(List<PlannedRule> plans)
    {
        if (!plans.Exists(p => p.IsInsert && p.MustDecide) || SampleDecides(plans))
            return plans;
        var (model, inserted) = Apply(_ruleset, plans);
        var effect = RuleEffect.Of(model, plans.Where(p => p.IsInsert).Select(p => p.Rule));
        var asked = inserted.ToDictionary(i => i.Value, i => i.Key.Rule);
        var checkedPlans = plans.ConvertAll(plan => !plan.IsInsert || !plan.MustDecide || effect.Decides(inserted[plan])
            ? plan
            : WithoutEffect(plan, effect, asked));
        // Numbers were given as if everything went in.
        return checkedPlans.Exists(p => !p.IsInsert && p.Position is not null) ? PlanNumbers.Assign(checkedPlans) : checkedPlans;
    }

    /// <summary>
    /// Whether one rule for each cell of ports, tried in place of all, decides its packets. No rule that is there tells the ports
    /// of a cell apart, and where no port is asked for twice no new one does: what holds for one of them holds for all.
    /// </summary>
    private bool SampleDecides(List<PlannedRule> plans)
    {
        var inserts = plans.FindAll(p => p.IsInsert);
        if (PortCells.HaveCommonPorts(inserts.ConvertAll(p => p.Rule.Port)))
            return false;
        var sample = PlanNumbers.Assign([.. inserts.DistinctBy(p => (PositionsFor(p.Rule), _cells.CellsOf(p.Rule.Port), p.Position!.Chain, p.Position.RuleNumber, p.MustDecide))]);
        var (model, inserted) = Apply(_ruleset, sample);
        var effect = RuleEffect.Of(model, sample.Select(p => p.Rule));
        return sample.TrueForAll(p => !p.MustDecide || effect.Decides(inserted[p]));
    }

    /// <summary>What to do about a rule that would decide nothing: leave it out where others of the plan accept its packets, else an error.</summary>
    private PlannedRule WithoutEffect(PlannedRule plan, RuleEffect effect, Dictionary<IptablesRule, PortRule> asked)
    {
        var position = plan.Position!;
        var place = $"{position.Chain}:{plan.Number}";
        var outcomes = effect.OutcomesFor(plan.Rule).ToList();
        if (outcomes.Count == 0)
            return plan with { Error = RulesetErrors.RuleNotEffective(plan.Rule.Specification, place, "no packet reaches it") };
        if (Translated(plan.Rule, outcomes) is { } translated)
            return plan with { Error = translated };
        if (position.Chain is "FORWARD" or "OUTPUT")
            return plan with { Error = RulesetErrors.RuleNotEffective(plan.Rule.Specification, place, $"packets for this host never pass {position.Chain}") };
        var cover = outcomes.TrueForAll(o => o is { IsCertain: true, Verdict: PortVerdict.Accept })
            ? outcomes.Select(o => o.Rule is null ? null : asked.GetValueOrDefault(o.Rule)).FirstOrDefault(r => r is not null) : null;
        if (cover is null)
        {
            return plan with
            {
                Error = BlockedElsewhere(plan.Rule, position, effect)
                    ?? RulesetErrors.RuleNotEffective(plan.Rule.Specification, place, $"{outcomes[0].DecidedBy} decides them ({outcomes[0].Verdict})"),
            };
        }
        return _force ? plan with { MustDecide = false } : plan with
        {
            CoveredBy = cover,
            Warning = $"The rule '{cover.Specification}', asked for as well, accepts the packets already. '{plan.Rule.Specification}' was not added; use -Force to insert it all the same.",
        };
    }

    /// <summary>The error where a rule of <c>nat</c> makes all packets into others; null where it does not.</summary>
    private FirewallException? Translated(PortRule rule, List<PathOutcome> outcomes)
        => outcomes.TrueForAll(o => TranslatedPackets.AreTaken(o, rule)) ? TranslatedPackets.Among(_ruleset, rule, RuleQuestion.Of(_ruleset, rule.Packets).Packets, outcomes, [])?.ErrorFor(rule) : null;

    /// <summary>The error where all packets are stopped outside of the table, so that no position in it helps; null where they are not.</summary>
    private static FirewallException? BlockedElsewhere(PortRule rule, IptablesInsertPosition position, RuleEffect effect)
    {
        var outcomes = effect.OutcomesFor(rule).ToList();
        return outcomes.Count > 0 && outcomes.TrueForAll(o => o.Stops && o.Table != position.Table)
            ? RulesetErrors.BlockedElsewhere($"{rule.Protocol} {rule.Port}", outcomes[0].DecidedBy, position.AddressFamily)
            : null;
    }

    /// <summary>The same rule asked for twice is one rule.</summary>
    private static void DropRepeats(List<PlannedRule> plans)
    {
        var seen = new HashSet<(string Table, string Chain, string Specification)>();
        plans.RemoveAll(p => p.IsInsert && !seen.Add((p.Rule.Table, p.Rule.Chain, p.Specification)));
    }

    private static string? BypassWarning(IReadOnlyList<IptablesRule> bypassed) => bypassed.Count == 0 ? null
        : $"The rule steps over narrower denies, which no longer apply to these packets: {string.Join(", ", bypassed.Select(r => $"{r.Place} ({r.Specification})"))}.";

    private static string? Join(string? one, string? other) => one is null ? other : other is null ? one : $"{one} {other}";

    private static IptablesInsertPosition At(IptablesInsertPosition computed, string chain, int number, List<IptablesRule> bypassed) => new()
    {
        AddressFamily = computed.AddressFamily,
        Table = computed.Table,
        Chain = chain,
        RuleNumber = number,
        Protocol = computed.Protocol,
        Port = computed.Port,
        Blocker = computed.Blocker,
        BlockerRule = computed.BlockerRule,
        StillBlocked = [.. computed.StillBlocked.Except(bypassed)],
        Bypassed = bypassed,
        ChainAccepts = computed.ChainAccepts,
        AlreadyAccepted = computed.AlreadyAccepted,
        AcceptedBy = computed.AcceptedBy,
        Reason = "The position was given.",
        NetworkNamespace = computed.NetworkNamespace,
    };
}
