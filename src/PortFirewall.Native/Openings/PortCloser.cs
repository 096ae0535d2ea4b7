namespace PortFirewall;

/// <summary>
/// Closes ports by the whole guide, backwards: exactly the rule goes, and then the port must no longer answer those whom it
/// answered before.
/// </summary>
internal sealed class PortCloser(OpeningRequest request) : PortOperation(request)
{
    private readonly Dictionary<AddressFamily, IptablesRuleset> _before = [];

    private RuleRemoval? _removal;

    private protected override PortOpeningAction Action => PortOpeningAction.Close;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationStage> Looks =>
    [
        new(PortOpeningStep.Listener, "Looking for the listener", ReadListenersAsync),
        new(PortOpeningStep.Chain, "Reading the chain", ReadChainsAsync),
        new(PortOpeningStep.RuleTest, "Looking for the rule", FindRulesAsync),
        new(PortOpeningStep.Probe, "Connecting from elsewhere while the port is open", ProbeBeforeAsync) { SendsPackets = true },
    ];

    /// <summary>Step 1: what listens, for the record: a port whose service is gone can be closed all the same.</summary>
    private Task ReadListenersAsync(CancellationToken cancellation) => EachAsync(PortOpeningStep.Listener, async draft =>
    {
        draft.Listeners = await ListenersOnAsync(draft, cancellation);
        await new ProbeTargets(Request, Warnings).FindAsync(draft, PortOpeningStep.Listener, cancellation);
    });

    /// <summary>Step 3: the rules themselves, wherever they stand, and whether anything would go on letting the packets in without them.</summary>
    private async Task FindRulesAsync(CancellationToken cancellation)
    {
        var rulesets = await ReadAllAsync(cancellation);
        foreach (var ruleset in rulesets)
            _before[ruleset.AddressFamily] = ruleset;
        await EachAsync(PortOpeningStep.RuleTest, async draft =>
        {
            draft.Rules = [.. rulesets.Where(r => draft.Families.Contains(r.AddressFamily)).Select(r => FindRule(r, draft)).OfType<IptablesRule>()];
            if (draft.Rules.Count == 0)
                throw await NotFoundAsync(Asked(draft, draft.Families[0]), draft, cancellation);
            draft.Families = [.. draft.Rules.Select(r => r.AddressFamily)];
            draft.ComputerNames = [.. draft.ComputerNames.Where(name => ComputerName.LiteralFamily(name) is not { } family || draft.Families.Contains(family))];
            draft.RuleTests = await Task.WhenAll(draft.Rules.Select(rule => RuleTester.TestAsync(Request.Scope, rule.AddressFamily, rule, cancellation)));
        });
        foreach (var draft in Going)
            RequireClosing(draft, rulesets);
    }

    /// <summary>Step 6, a first time: a place that the rules let in is the only one that can tell the difference afterwards.</summary>
    private async Task ProbeBeforeAsync(CancellationToken cancellation)
    {
        await ProbeAsync(cancellation);
        foreach (var draft in Going)
        {
            draft.ProbesBefore = draft.Probes;
            draft.Probes = [];
            if (draft.ProbesBefore.FirstOrDefault(p => !ClosingJudge.GotThere(p)) is { } lost)
                draft.Fail(PortOpeningStep.Probe, OpeningErrors.ClosingNotProvable(lost));
        }
    }

    /// <inheritdoc/>
    public override async Task<PlannedChange?> PlanAsync(CancellationToken cancellation)
    {
        if (Going.Count == 0)
            return null;
        _removal = await RuleRemoval.PrepareAsync(Request.Scope, [.. Going.SelectMany(d => d.Rules).Select(r => new[] { r })], cancellation);
        return new PlannedChange(string.Join(", ", _removal.Rules.Select(r => $"{r.AddressFamily} {r.Place}")), [.. _removal.CommandLines], _removal.Changes);
    }

    /// <inheritdoc/>
    private protected override async Task MakeChangeAsync(CancellationToken cancellation)
    {
        if (_removal is not { } removal)
            return;
        try
        {
            if (removal.Errors.Count > 0)
                throw removal.Errors[0];
            var removed = await removal.ApplyAsync(cancellation);
            foreach (var draft in Going)
                draft.Changed = [.. draft.Rules.Where(r => removed.Any(gone => IsSame(gone, r)))];
            // Somebody else took one away at the same moment.
            if (removal.Errors.Count > 0)
                throw removal.Errors[0];
        }
        catch (FirewallException failure)
        {
            foreach (var draft in Going)
                draft.Fail(PortOpeningStep.Rule, failure);
        }
    }

    /// <inheritdoc/>
    private protected override async Task ReadPathsAsync(CancellationToken cancellation)
    {
        var rulesets = await ReadAllAsync(cancellation);
        foreach (var draft in Going)
        {
            draft.Paths = [.. rulesets.Where(r => draft.Families.Contains(r.AddressFamily)).Select(r => PathOf(r, draft))];
            if (draft.Paths.FirstOrDefault(ClosingJudge.LetsSomeIn) is { } open)
                draft.Fail(PortOpeningStep.Path, OpeningErrors.StillAccepted(open));
        }
    }

    /// <summary>The same places try again.</summary>
    private protected override async Task ProveAsync(CancellationToken cancellation)
    {
        await ProbeAsync(cancellation);
        foreach (var draft in Going)
        {
            if (ClosingJudge.FindFault(draft) is { } fault)
                draft.Fail(PortOpeningStep.Probe, fault);
        }
    }

    /// <inheritdoc/>
    private protected override async Task TakeBackAsync(bool all)
    {
        var concerned = Drafts.Where(d => (all || !d.GoesOn) && d.Changed.Count > 0 && !d.IsUndone).ToList();
        if (concerned.Count == 0)
            return;
        var transactions = new List<RuleTransaction>();
        var rulesets = new List<IptablesRuleset>();
        foreach (var family in concerned.SelectMany(d => d.Changed).GroupBy(r => r.AddressFamily))
        {
            var now = await RulesetSource.ReadAsync(Request.Scope, family.Key, CancellationToken.None);
            rulesets.Add(now);
            foreach (var table in PuttingBack(now, [.. family.OrderBy(r => r.Number)]).GroupBy(e => e.Table))
                transactions.Add(await RuleTransaction.PrepareAsync(Request.Scope, family.Key, [.. table], CancellationToken.None));
        }
        Commands.AddRange(transactions.Select(t => t.Command.CommandLine));
        await RuleCommit.ApplyAsync(transactions, rulesets, CancellationToken.None);
        foreach (var draft in concerned)
            draft.IsUndone = true;
    }

    /// <summary>A port that something else goes on letting in is not closed by this: better to know before anything is changed.</summary>
    private void RequireClosing(OpeningDraft draft, IReadOnlyList<IptablesRuleset> rulesets)
    {
        foreach (var rule in draft.Rules)
        {
            var ruleset = rulesets.First(r => r.AddressFamily == rule.AddressFamily);
            var chain = ruleset.RequireChain(rule.Table, rule.Chain);
            var path = PathOf(ruleset.With(chain.With(chain.Rules.Where(r => r != rule))), draft);
            if (ClosingJudge.LetsSomeIn(path))
                draft.Fail(PortOpeningStep.Path, OpeningErrors.StillAccepted(path));
        }
    }

    private IptablesRule? FindRule(IptablesRuleset ruleset, OpeningDraft draft)
    {
        var asked = Asked(draft, ruleset.AddressFamily);
        var found = PortRuleFinder.Find(ruleset, asked);
        // Copies of one rule in one chain are one question: the first goes, and what is left of them lets the packets in.
        return found.Select(r => (r.Chain, r.Specification)).Distinct().Count() > 1
            ? throw OpeningErrors.RuleAmbiguous(asked.Specification, ruleset.AddressFamily, found)
            : found.Count > 0 ? found[0] : null;
    }

    private async Task<FirewallException> NotFoundAsync(PortRule asked, OpeningDraft draft, CancellationToken cancellation)
        => await OtherIptables.ExplainAsync(Request.Scope, asked.Specification, draft.Families, other => PortRuleFinder.Find(other, Asked(draft, other.AddressFamily)), cancellation)
            ?? RulesetErrors.RuleNotFound(asked.Specification, asked.Chain, string.Join(" or ", draft.Families), Request.Scope.NetworkNamespace);

    private PortRule Asked(OpeningDraft draft, AddressFamily family) => Request.Rule(draft.Port, family);

    /// <summary>What puts rules back, each to where it stood among those that are still there.</summary>
    private IEnumerable<RuleEdit> PuttingBack(IptablesRuleset now, IReadOnlyList<IptablesRule> rules)
    {
        foreach (var rule in rules)
        {
            var chain = now.RequireChain(rule.Table, rule.Chain);
            // Somebody has opened the port again meanwhile.
            if (RuleIdentity.Find(chain, rule) is not null)
                continue;
            var place = FormerPlace.Find(_before[now.AddressFamily].RequireChain(rule.Table, rule.Chain), rule, chain)
                ?? throw RulesetErrors.ChangeNotUndone(now.AddressFamily, $"chain {rule.Chain} has been put in another order meanwhile, and where '{rule.Specification}' belongs in it can't be told.");
            now = now.With(chain.With([.. chain.Rules.Take(place - 1), rule, .. chain.Rules.Skip(place - 1)]));
            yield return RuleEdit.Insert(rule.Table, rule.Chain, place, rule.Specification) with { Packets = rule.Packets, Bytes = rule.Bytes };
        }
    }

    private static bool IsSame(IptablesRule rule, IptablesRule other)
        => (rule.AddressFamily, rule.Table, rule.Chain, rule.Specification) == (other.AddressFamily, other.Table, other.Chain, other.Specification);
}
