namespace PortFirewall;

/// <summary>Opens ports by the whole guide: every step that changes something is followed by those that prove it.</summary>
internal sealed class PortOpener(OpeningRequest request) : PortOperation(request)
{
    private RuleInsertion? _insertion;

    private protected override PortOpeningAction Action => PortOpeningAction.Open;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationStage> Looks =>
    [
        new(PortOpeningStep.Listener, "Looking for the listener", CheckListenersAsync),
        new(PortOpeningStep.Chain, "Reading the chain", ReadChainsAsync),
        new(PortOpeningStep.RuleTest, "Checking for the rule", TestRulesAsync),
        new(PortOpeningStep.Probe, "Reaching the places to connect from", ReachPlacesAsync) { SendsPackets = true },
    ];

    /// <summary>Step 1: a firewall rule can't make a closed socket answer, so there must be one, and one that others can reach.</summary>
    private Task CheckListenersAsync(CancellationToken cancellation) => EachAsync(PortOpeningStep.Listener, async draft =>
    {
        draft.Listeners = await ListenersOnAsync(draft, cancellation);
        var fitness = ListenerFitness.Of(draft.Listeners, Request.Rule(draft.Port, draft.Families[0]), draft.Families, Request.FamiliesAreNamed, Request.Scope.NetworkNamespace);
        if (fitness.Error is not null)
        {
            draft.Fail(PortOpeningStep.Listener, (draft.Listeners.Count == 0 ? await FindTranslationAsync(draft, cancellation) : null) ?? fitness.Error);
            return;
        }
        if (fitness.Warning is not null)
            Warnings.Add(fitness.Warning);
        draft.Families = fitness.Families;
        await new ProbeTargets(Request, Warnings).FindAsync(draft, PortOpeningStep.Listener, cancellation);
    });

    /// <summary>Where <c>nat</c> sends the port's packets to another one, nothing has to listen on this one.</summary>
    private async Task<FirewallException?> FindTranslationAsync(OpeningDraft draft, CancellationToken cancellation)
    {
        try
        {
            var rules = draft.Families.Select(family => Request.Rule(draft.Port, family)).ToList();
            var insertion = await RuleInsertion.PrepareAsync(new InsertRequest(Request.Scope, rules, Position: null, Force: false), cancellation);
            return insertion.Plans.Select(p => p.Error).FirstOrDefault(e => e?.ErrorId == nameof(RulesetErrors.PortTranslated));
        }
        catch (FirewallException)
        {
            // That nothing listens is known all the same.
            return null;
        }
    }

    /// <summary>Step 3: whether the exact rule is there, by iptables' own answer.</summary>
    private Task TestRulesAsync(CancellationToken cancellation) => EachAsync(PortOpeningStep.RuleTest, async draft =>
    {
        var rule = Request.Rule(draft.Port, draft.Families[0]);
        // A rule of the raw table may have the first packets of connections go untracked.
        if ((rule.Packets.States & (ConnectionStates.New | ConnectionStates.Untracked)) == ConnectionStates.None)
            throw OpeningErrors.NewConnectionsLeftOut(rule.ConnectionStates);
        draft.RuleTests = await Task.WhenAll(
            draft.Chains.Select(chain => RuleTester.TestAsync(Request.Scope, chain.AddressFamily, AsRule(Request.Rule(draft.Port, chain.AddressFamily), chain), cancellation)));
    });

    /// <inheritdoc/>
    public override async Task<PlannedChange?> PlanAsync(CancellationToken cancellation)
    {
        while (Going is { Count: > 0 } going)
        {
            var rules = going.SelectMany(d => d.Families.Select(family => Request.Rule(d.Port, family))).ToList();
            var insertion = await RuleInsertion.PrepareAsync(new InsertRequest(Request.Scope, rules, Request.Position, Request.Force), cancellation);
            var failed = insertion.Plans.Where(p => p.Error is not null).ToList();
            foreach (var plan in failed)
                going.First(d => d.Port == plan.Rule.Port).Fail(PortOpeningStep.Rule, plan.Error!);
            // A port that can't be opened may have been what another one's place hung on, so the rest is planned anew.
            if (failed.Count > 0)
                continue;
            Warnings.AddRange(insertion.Plans.Where(p => p.Warning is not null).Select(p => $"{p.Rule.Family}: {p.Warning}"));
            if (insertion.Problem is not null)
                Warnings.Add(insertion.Problem);
            Warnings.AddRange(await FleetingRules.WarningsAsync(Request.Scope, [.. insertion.Plans.Where(p => p.Existing is not null).Select(p => p.Existing!)], cancellation));
            _insertion = insertion;
            return insertion.HasChanges
                ? new PlannedChange(string.Join(", ", insertion.Plans.Where(p => p.IsInsert).Select(p => $"{p.Rule.Family} {p.Position!.Chain}:{p.Number}")), [.. insertion.CommandLines], insertion.Changes)
                : null;
        }
        return null;
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> DescribeWatchAsync(CancellationToken cancellation)
        => _insertion is not { } insertion || Request.CounterOnly ? []
            : await RuleProof.PreviewAsync(Request.Scope, [.. insertion.RulesToBe], cancellation);

    /// <inheritdoc/>
    private protected override async Task MakeChangeAsync(CancellationToken cancellation)
    {
        if (_insertion is not { } insertion)
            return;
        try
        {
            var rules = insertion.HasChanges ? await insertion.ApplyAsync(cancellation) : [.. insertion.Plans.Select(p => p.Existing!)];
            foreach (var (plan, rule) in insertion.Plans.Zip(rules))
            {
                var draft = Drafts.First(d => d.GoesOn && d.Port == plan.Rule.Port);
                draft.Rules = [.. draft.Rules, rule];
                if (plan.IsInsert)
                    draft.Changed = [.. draft.Changed, rule];
            }
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
            draft.Paths = [.. rulesets.Where(r => draft.Families.Contains(r.AddressFamily)).Select(r => PathOf(r, draft))];
    }

    /// <inheritdoc/>
    private protected override async Task ProveAsync(CancellationToken cancellation)
    {
        var proofs = await WatchAsync([.. Going.SelectMany(d => d.Rules).Distinct()], cancellation);
        foreach (var draft in Going)
        {
            foreach (var idle in draft.Probes.Where(p => p is { Reachable: true, CrossesNetwork: false }))
                Warnings.Add($"{idle.Vantage} is this host itself as far as {idle.RemoteAddress} goes: its connection proves the listener, and nothing about the firewall.");
            draft.Proofs = [.. proofs.Where(p => draft.Rules.Any(r => IsSame(r, p.Rule)))];
            Judge(draft);
        }
        // What another port's rule lets in goes with that rule.
        foreach (var draft in Going.Where(d => Drafts.FirstOrDefault(o => !o.GoesOn && o.Changed.Intersect(d.Rules).Any()) is not null))
            draft.Fail(PortOpeningStep.Proof, Drafts.First(o => !o.GoesOn && o.Changed.Intersect(draft.Rules).Any()).Error!);
    }

    private async Task<List<PortProof>> WatchAsync(IReadOnlyList<IptablesRule> rules, CancellationToken cancellation)
    {
        await using var proof = await RuleProof.PrepareAsync(rules, Request.CounterOnly, cancellation);
        if (proof.Errors.Count > 0)
            throw proof.Errors[0];
        Commands.AddRange(await proof.DescribeAsync(cancellation));
        await proof.BeginAsync(cancellation);
        var probes = await ProbeAsync(cancellation);
        await proof.EndAsync();
        var proofs = new List<PortProof>();
        foreach (var judge in proof.Judgements(probes))
            proofs.Add(await judge(cancellation));
        return proofs;
    }

    /// <inheritdoc/>
    private protected override async Task TakeBackAsync(bool all)
    {
        var concerned = Drafts.Where(d => (all || !d.GoesOn) && d.Changed.Count > 0 && !d.IsUndone).ToList();
        if (concerned.Count == 0)
            return;
        var removal = await RuleRemoval.PrepareAsync(Request.Scope, [.. concerned.SelectMany(d => d.Changed).Select(r => new[] { r })], CancellationToken.None);
        Commands.AddRange(removal.CommandLines);
        await removal.ApplyAsync(CancellationToken.None);
        foreach (var draft in concerned)
            draft.IsUndone = true;
    }

    private static IptablesRule AsRule(PortRule rule, IptablesChain chain) => new()
    {
        Number = 0,
        Chain = chain.Name,
        Table = chain.Table,
        AddressFamily = chain.AddressFamily,
        Specification = rule.Specification,
    };

    private static bool IsSame(IptablesRule rule, IptablesRule other)
        => (rule.AddressFamily, rule.Table, rule.Chain, rule.Specification) == (other.AddressFamily, other.Table, other.Chain, other.Specification);

    private static void Judge(OpeningDraft draft)
    {
        foreach (var family in draft.Families)
        {
            var proof = draft.Proofs.FirstOrDefault(p => p.AddressFamily == family);
            if (draft.Probes.FirstOrDefault(p => !p.Reachable && (p.AddressFamily ?? family) == family) is { } missed)
                draft.Fail(PortOpeningStep.Probe, OpeningErrors.PortNotReached(missed, proof));
            else if (!draft.Probes.Any(p => p.AddressFamily == family))
                draft.Fail(PortOpeningStep.Probe, OpeningErrors.NotProbed(draft.Port, family));
            else if (proof is { Confirmed: false })
                draft.Fail(PortOpeningStep.Proof, OpeningErrors.PortNotProved(proof));
            else if (proof?.Each.FirstOrDefault(e => e.IsAnsweredElsewhere) is { } answeredElsewhere)
                draft.Fail(PortOpeningStep.Proof, OpeningErrors.PortNotProved(proof, answeredElsewhere));
        }
    }
}
