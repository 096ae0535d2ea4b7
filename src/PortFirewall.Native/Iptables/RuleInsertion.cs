namespace PortFirewall;

/// <summary>
/// Inserts rules where they take effect: plans against the live rule set, changes every family or none, then reads back and
/// works out the packets' way again. What turns out to have no effect is taken back.
/// </summary>
internal sealed class RuleInsertion
{
    private const int Attempts = 5;

    private readonly InsertRequest _request;
    private EarlyChange? _change;
    private IReadOnlyDictionary<AddressFamily, IReadOnlyList<PlannedRule>> _plans;
    private IReadOnlyList<RuleTransaction> _transactions;
    private IReadOnlyDictionary<AddressFamily, IptablesRuleset> _before;

    private RuleInsertion(
        InsertRequest request,
        IReadOnlyDictionary<AddressFamily, IptablesRuleset> before,
        IReadOnlyDictionary<AddressFamily, IReadOnlyList<PlannedRule>> plans,
        IReadOnlyList<RuleTransaction> transactions,
        EarlyChange? change)
    {
        _change = change;
        _before = before;
        _request = request;
        _plans = plans;
        _transactions = transactions;
    }

    /// <summary>What is planned for each rule, family by family.</summary>
    public IEnumerable<PlannedRule> Plans => _plans.Values.SelectMany(p => p);

    /// <summary>The native commands that will run; empty where there is nothing to change.</summary>
    public IEnumerable<string> CommandLines => _transactions.Select(t => t.Command.CommandLine);

    /// <summary>The same without what they are given to read.</summary>
    public IEnumerable<string> Calls => _transactions.Select(t => t.Command.Call);

    /// <summary>Why a part of what sees the packets could not be read, as a sentence; null where everything was.</summary>
    public string? Problem { get; private init; }

    /// <summary>The rules as they would stand once all is done; those that are there already as they stand now.</summary>
    public IEnumerable<IptablesRule> RulesToBe
        => Plans.Where(p => p is { Error: null, CoveredBy: null }).Select(p => p.Existing ?? p.In(_before[p.Rule.Family]));

    public bool HasChanges => _transactions.Count > 0;

    /// <summary>The firewall.</summary>
    public FirewallScope Scope => _request.Scope;

    /// <summary>What becomes of the rules, family by family.</summary>
    public IReadOnlyList<RulesetChange> Changes
        => [.. _transactions.GroupBy(t => t.Family).Select(t => RulesetChange.Of(_before[t.Key], [.. t.SelectMany(one => one.Edits)]))];

    /// <summary>Reads the live rule sets and plans; nothing is changed.</summary>
    public static async Task<RuleInsertion> PrepareAsync(InsertRequest request, CancellationToken cancellation)
        => await PrepareAsync(request, await HookedRulesets.ReadAsync(request.Scope, FamiliesOf(request), cancellation), cancellation);

    /// <summary>The same, with what was read early if it still counts, and with what has been started early to make the change.</summary>
    public static async Task<RuleInsertion> PrepareAsync(InsertRequest request, EarlyReading? early, EarlyChange? change, ChangeTurn turn, CancellationToken cancellation)
        => await PrepareAsync(
            request,
            early is not null && await early.TakeAsync(request.Scope, FamiliesOf(request), turn) is { } read
                ? read : await HookedRulesets.ReadAsync(request.Scope, FamiliesOf(request), cancellation),
            cancellation,
            change);

    private static async Task<RuleInsertion> PrepareAsync(InsertRequest request, HookedRulesets read, CancellationToken cancellation, EarlyChange? change = null)
    {
        var byFamily = request.Rules.GroupBy(r => r.Family).OrderBy(g => g.Key);
        var rulesets = await HostFactsReader.CompleteWhereAskedAsync(read.Rulesets, cancellation);
        var plans = new Dictionary<AddressFamily, IReadOnlyList<PlannedRule>>();
        foreach (var (rules, ruleset) in byFamily.Zip(rulesets))
            plans[rules.Key] = InsertPlanner.Plan(ruleset, [.. rules], request.Position, request.Force);
        HoldBackWhatFailsElsewhere(plans, rulesets, request);

        var transactions = new List<RuleTransaction>();
        foreach (var (family, planned) in plans)
        {
            var edits = planned.Where(p => p.IsInsert).OrderBy(p => p.Number)
                .Select(p => RuleEdit.Insert(p.Position!.Table, p.Position.Chain, p.Number!.Value, p.Specification)).ToList();
            if (edits.Count > 0)
                transactions.Add(await RuleTransaction.PrepareAsync(request.Scope, family, edits, cancellation, change));
        }
        return new RuleInsertion(request, rulesets.ToDictionary(r => r.AddressFamily), plans, transactions, change) { Problem = read.Problem };
    }

    /// <summary>
    /// Makes the changes and proves them. Where somebody else changes the same chain at the same moment it is planned again, and tried again.
    /// Returned is the rule for each plan, as read back, in the order of the request.
    /// </summary>
    /// <exception cref="FirewallException"><c>RuleNotEffective</c>, <c>RulesetChanged</c>, and as <see cref="RuleCommit"/>; nothing is left changed.</exception>
    public async Task<IReadOnlyList<IptablesRule>> ApplyAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ApplyOnceAsync(cancellation);
            }
            catch (FirewallException changed) when (attempt < Attempts && changed.ErrorId == nameof(RulesetErrors.RulesetChanged))
            {
                if (!await PlanAgainAsync(cancellation))
                    throw;
            }
        }
    }

    private static List<AddressFamily> FamiliesOf(InsertRequest request) => [.. request.Rules.Select(r => r.Family).Distinct().Order()];

    /// <summary>A port that can't be opened for one family is not opened for the other either; the others are planned without it.</summary>
    private static void HoldBackWhatFailsElsewhere(
        Dictionary<AddressFamily, IReadOnlyList<PlannedRule>> plans, IReadOnlyList<IptablesRuleset> rulesets, InsertRequest request)
    {
        // Leaving rules out may leave others without effect; each round leaves out at least one.
        while (plans.Values.SelectMany(p => p).Where(p => p.Error is not null).Select(p => Key(p.Rule)).ToHashSet(StringComparer.Ordinal) is { Count: > 0 } failed
            && rulesets.Where(r => plans[r.AddressFamily].Any(p => p.IsInsert && failed.Contains(Key(p.Rule)))).ToList() is { Count: > 0 } concerned)
        {
            foreach (var ruleset in concerned)
            {
                var planned = plans[ruleset.AddressFamily];
                var others = planned.Where(p => p.Error is null && (p.Existing is not null || !failed.Contains(Key(p.Rule)))).Select(p => p.Rule).ToList();
                plans[ruleset.AddressFamily] = [.. planned.Where(p => p.Error is not null), .. InsertPlanner.Plan(ruleset, others, request.Position, request.Force)];
            }
        }

        static string Key(PortRule rule) => $"{rule.Protocol} {rule.Port}";
    }

    private async Task<IReadOnlyList<IptablesRule>> ApplyOnceAsync(CancellationToken cancellation)
    {
        // What the rules will be is worked out while the tool works.
        var models = Task.Run(() => _plans.ToDictionary(p => p.Key, p => InsertPlanner.Apply(_before[p.Key], p.Value).Ruleset), CancellationToken.None);
        await RuleCommit.ApplyAsync(_transactions, [.. _before.Values], cancellation);
        try
        {
            // Nobody may stop us between the change and its proof.
            return await ReadBackAsync(await models);
        }
        catch
        {
            await RuleCommit.UndoAsync(_transactions);
            throw;
        }
    }

    /// <returns>False where it can't be done as it was planned: then what was planned is what failed.</returns>
    private async Task<bool> PlanAgainAsync(CancellationToken cancellation)
    {
        var again = await PrepareAsync(_request, cancellation);
        if (again.Plans.Any(p => p.Error is not null) != Plans.Any(p => p.Error is not null))
            return false;
        // What was started early has made the change that failed.
        (_plans, _transactions, _before, _change) = (again._plans, again._transactions, again._before, null);
        return true;
    }

    private async Task<IReadOnlyList<IptablesRule>> ReadBackAsync(Dictionary<AddressFamily, IptablesRuleset> models)
    {
        var found = new Dictionary<PlannedRule, IptablesRule>(_plans.Sum(p => p.Value.Count), ReferenceEqualityComparer.Instance);
        // Planned again, there may be nothing left to do.
        var changed = _plans.Where(p => p.Value.Any(plan => plan.IsInsert)).Select(p => p.Key).ToList();
        foreach (var read in (await HookedRulesets.ReadAgainAsync(_request.Scope, [.. _before.Values], changed, CancellationToken.None, _change)).Rulesets)
        {
            var ruleset = read.With(_before[read.AddressFamily].Facts);
            var inserts = _plans[ruleset.AddressFamily].Where(p => p.IsInsert).ToList();
            foreach (var plan in inserts)
                found[plan] = FindInserted(ruleset, plan);
            RequireEffect(ruleset, models[ruleset.AddressFamily], inserts, found);
        }
        // Comparing rules by all that they say takes longer than looking for the plan, and is hardly ever called for.
        var byRule = new Lazy<Dictionary<PortRule, IptablesRule>>(() => found.ToDictionary(f => f.Key.Rule, f => f.Value));
        return [.. Plans.Where(p => p.Error is null).Select(p => p.Existing ?? (p.CoveredBy is { } cover ? byRule.Value[cover] : found[p]))];
    }

    private void RequireEffect(IptablesRuleset ruleset, IptablesRuleset model, List<PlannedRule> inserts, Dictionary<PlannedRule, IptablesRule> found)
    {
        // The plan was tried on a model. Where the rule set is now to the letter what the model was, it has been worked out already.
        if (ruleset.OtherHooks.Count == 0 && model.SaysTheSameAs(ruleset))
            return;
        var checkedOnes = inserts.FindAll(p => p.MustDecide);
        var effect = RuleEffect.Of(ruleset, checkedOnes.Select(p => p.Rule));
        if (checkedOnes.Find(p => !effect.Decides(found[p])) is not { } idle)
            return;
        var rule = found[idle];
        var decider = effect.OutcomesFor(idle.Rule).FirstOrDefault();
        // The plan was checked against the rule set as it was: if the rule does not decide now, somebody changed something meanwhile.
        throw decider is null || !_transactions.Where(t => t.Family == ruleset.AddressFamily)
            .All(t => EditEvidence.AreAllThatChanged(t.Edits, _before[ruleset.AddressFamily], ruleset))
            ? RulesetErrors.RulesetChanged(rule.Chain, ruleset.AddressFamily)
            : RulesetErrors.RuleNotEffective(rule.Specification, rule.Place, $"{decider.DecidedBy} decides them ({decider.Verdict})");
    }

    private static IptablesRule FindInserted(IptablesRuleset ruleset, PlannedRule plan)
    {
        var chain = ruleset.RequireChain(plan.Position!.Table, plan.Position.Chain);
        var planned = plan.Number!.Value;
        // Almost always the rule is where it was put, with the very text; other places and spellings are looked at only if not.
        if (planned <= chain.Rules.Count && chain.Rules[planned - 1] is var there && there.Specification == plan.Specification)
            return there;
        var wanted = RuleNormalForm.Of(plan.Rule.At(planned, ruleset));
        return chain.Rules.OrderBy(r => Math.Abs(r.Number - planned)).FirstOrDefault(r => RuleNormalForm.Of(r) == wanted)
            ?? throw RulesetErrors.RulesetChanged(chain.Name, ruleset.AddressFamily);
    }
}
