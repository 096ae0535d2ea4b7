namespace PortFirewall;

/// <summary>
/// What opening and closing a port have in common: the steps that only look. Each works on the ports that have come so far;
/// a port that fails goes no further, and does not hold up the others.
/// </summary>
internal abstract class PortOperation : IDisposable
{
    // A closed terminal must not find a change half made, nor leave one that nobody has proved.
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly Func<Task> _atEnd;

    private protected PortOperation(OpeningRequest request)
    {
        _atEnd = () => UndoAsync(all: true);
        Request = request;
        Drafts = [.. request.Ports.Select(p => new OpeningDraft(p.Key, p.Value))];
    }

    /// <summary>Every port, in the order asked for.</summary>
    public IReadOnlyList<OpeningDraft> Drafts { get; }

    /// <summary>The protocol of all of them.</summary>
    public string Protocol => Request.Probes.Protocol;

    /// <summary>Those that have not failed.</summary>
    public IReadOnlyList<OpeningDraft> Going => [.. Drafts.Where(d => d.GoesOn)];

    /// <summary>What the user should know and that stops nothing; handed over once.</summary>
    public IReadOnlyList<string> TakeWarnings()
    {
        string[] taken = [.. Warnings.Distinct(StringComparer.Ordinal)];
        Warnings.Clear();
        return taken;
    }

    /// <summary>The native commands that watched the rules for a moment, and those that took a change back; handed over once.</summary>
    public IReadOnlyList<string> TakeCommands()
    {
        string[] taken = [.. Commands];
        Commands.Clear();
        return taken;
    }

    /// <summary>The timer that takes the change back; null where there is none.</summary>
    public IptablesRollback? Rollback { get; private set; }

    private protected abstract PortOpeningAction Action { get; }

    private protected OpeningRequest Request { get; }

    private protected List<string> Warnings { get; } = [];

    private protected List<string> Commands { get; } = [];

    /// <summary>The steps ahead of the change, in order. They only look.</summary>
    public abstract IReadOnlyList<OperationStage> Looks { get; }

    /// <summary>Step 4, before anything is changed: works out what would be. Ports for which nothing can be done are left out.</summary>
    /// <returns>What would be changed, in words and as native commands; null where nothing would be.</returns>
    public abstract Task<PlannedChange?> PlanAsync(CancellationToken cancellation);

    /// <summary>The native commands that watch the rules while somebody connects, before anything is changed; none where nothing is watched.</summary>
    public virtual Task<IReadOnlyList<string>> DescribeWatchAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Step 4: makes the change that was planned, and reads it back. Should the process be told to end, it is taken back.</summary>
    /// <param name="rollback">The timer that takes it back whatever becomes of the process; null for none.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    public async Task ChangeAsync(RollbackRequest? rollback, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            if (ProcessEnd.HasBegun)
                throw new OperationCanceledException("The process is about to end.");
            ProcessEnd.Watch(_atEnd);
            if (rollback is not null && !await ArmAsync(rollback, cancellation))
                return;
            await MakeChangeAsync(cancellation);
            if (Rollback is not null && await Rollbacks.SettleAsync(Rollback.Id) is { } late)
                FailWith(late);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>The steps after the change: what they find decides whether it stays.</summary>
    public IReadOnlyList<OperationStage> Proofs =>
    [
        new(PortOpeningStep.Path, "Working out what becomes of the packets now", ReadPathsAsync),
        new(PortOpeningStep.Probe, "Connecting from elsewhere", ProveAsync) { SendsPackets = true },
    ];

    /// <summary>
    /// A place that can't be used is better known before anything is changed. Over ssh a place is asked whether it can connect at
    /// all: to its own loopback address, where it makes no difference what answers.
    /// </summary>
    private protected async Task ReachPlacesAsync(CancellationToken cancellation)
    {
        if (Request.Probes.Vantages.OfType<SshVantage>().ToList() is { Count: > 0 } far)
            await CollectAsync(Request.Probes with { Vantages = far, ComputerNames = ["127.0.0.1"], Ports = [new PortRange(1, 1)], Protocol = "tcp", Datagram = null, Families = [] }, cancellation);
    }

    /// <summary>Does one stage. What fails there for all ports, such as a place that can't be reached, ends the way of each.</summary>
    /// <exception cref="FirewallException">What makes going on pointless for anybody, such as missing privilege.</exception>
    public async Task RunAsync(OperationStage stage, CancellationToken cancellation)
    {
        try
        {
            await stage.RunAsync(cancellation);
        }
        catch (FirewallException failure) when (!failure.IsTerminating)
        {
            foreach (var draft in Going)
                draft.Fail(stage.Step, failure);
        }
    }

    /// <summary>Takes back what was changed for ports that failed, and for all where <paramref name="all"/> says so.</summary>
    /// <exception cref="FirewallException">As <see cref="RuleCommit"/>: what could not be taken back is still there.</exception>
    public async Task UndoAsync(bool all)
    {
        await _changing.WaitAsync();
        try
        {
            await TakeBackAsync(all);
            if (Rollback is not { State: IptablesRollbackState.Pending } || Drafts.Any(d => d.Changed.Count > 0 && !d.IsUndone))
                return;
            await Rollbacks.ForgetAsync(Rollback.Id);
            Rollback = null;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Looks again what has become of the timer: what it has taken back did not succeed.</summary>
    public async Task FollowRollbackAsync(CancellationToken cancellation)
    {
        if (Rollback is null)
            return;
        Rollback = (await Rollbacks.ListAsync(Rollback.Id, cancellation))[0];
        if (Rollback.State == IptablesRollbackState.Running)
            Rollback = await OutcomeAsync(Rollback);
        if (Rollback.State is not (IptablesRollbackState.Pending or IptablesRollbackState.Confirmed or IptablesRollbackState.TimerLost))
            FailWith(Rollback);
    }

    /// <summary>Waits until the timer has done what it is at.</summary>
    private static async Task<IptablesRollback> OutcomeAsync(IptablesRollback running)
    {
        try
        {
            return await Rollbacks.UndoAsync(running.Id);
        }
        catch (FirewallException failure) when (failure.Target is IptablesRollback outcome)
        {
            return outcome;
        }
    }

    private async Task<bool> ArmAsync(RollbackRequest rollback, CancellationToken cancellation)
    {
        try
        {
            Rollback = await Rollbacks.ArmAsync(rollback, cancellation);
            return true;
        }
        catch (FirewallException failure) when (!failure.IsTerminating)
        {
            foreach (var draft in Going)
                draft.Fail(PortOpeningStep.Rule, failure);
            return false;
        }
    }

    private void FailWith(IptablesRollback late)
    {
        var error = late.State == IptablesRollbackState.Failed ? RollbackErrors.RollbackFailed(late) : RollbackErrors.ChangeRolledBack(late);
        foreach (var draft in Drafts)
            draft.EndByTimer(error, isUndone: late.State == IptablesRollbackState.RolledBack);
    }

    /// <summary>What is there now stays, whatever becomes of the process.</summary>
    public void Dispose()
    {
        ProcessEnd.Forget(_atEnd);
        _changing.Dispose();
    }

    /// <summary>Makes the change that was planned, and reads it back.</summary>
    private protected abstract Task MakeChangeAsync(CancellationToken cancellation);

    /// <summary>Takes back what was changed for ports that failed, or for all.</summary>
    private protected abstract Task TakeBackAsync(bool all);

    /// <summary>Step 5: what becomes of the packets now.</summary>
    private protected abstract Task ReadPathsAsync(CancellationToken cancellation);

    /// <summary>Steps 6 and 7: somebody connects from elsewhere.</summary>
    private protected abstract Task ProveAsync(CancellationToken cancellation);

    /// <summary>Step 2: the chain as it is, for each family.</summary>
    private protected Task ReadChainsAsync(CancellationToken cancellation) => EachAsync(PortOpeningStep.Chain, async draft =>
    {
        var rulesets = await RulesetSource.ReadAsync(Request.Scope, draft.Families, cancellation);
        draft.Chains = [.. rulesets.Select(ruleset => ChainOf(ruleset, draft))];
    });

    /// <summary>Step 8: keeps the rules as they are now. One file holds the rules of all ports.</summary>
    public Task SaveAsync(CancellationToken cancellation) => TrySavingAsync(async going =>
    {
        var saved = await RulesetSaver.SaveAsync(SaveRequest, PersistenceProviders.Require(null), cancellation);
        Warnings.AddRange(saved.SelectMany(s => s.Notes.Concat(SavedUnproved.Warnings(s, SaveRequest.Proved))));
        foreach (var draft in going)
            draft.Saves = saved;
    });

    /// <summary>Finds out, before anything is changed, whether saving can work at all: otherwise it ends the way of every port.</summary>
    public Task CheckSaveAsync(CancellationToken cancellation)
        => TrySavingAsync(_ => PersistenceProviders.Require(null).PlanAsync(SaveRequest, cancellation));

    private async Task TrySavingAsync(Func<IReadOnlyList<OpeningDraft>, Task> work)
    {
        var going = Going;
        try
        {
            await work(going);
        }
        catch (FirewallException failure) when (!failure.IsTerminating || going.Any(d => d.Changed.Count > 0))
        {
            foreach (var draft in going)
                draft.Fail(PortOpeningStep.Save, SavingAdvice.For(failure, Action));
        }
    }

    /// <summary>The firewall that is worked on.</summary>
    public FirewallScope Scope => Request.Scope;

    /// <summary>The rules of all that goes on, as they would be written.</summary>
    public IReadOnlyList<IptablesRule> RulesAskedFor
        => [.. Going.SelectMany(d => d.Families.Select(family => Request.Rule(d.Port, family))).Select(rule => rule.InChain("filter", rule.Chain))];

    /// <summary>What is to be saved.</summary>
    public SaveRequest SaveRequest => new(
        Request.Scope,
        [.. Going.SelectMany(d => d.Families).Distinct().Order()],
        [.. Going.SelectMany(d => d.Proofs).Where(p => p.Confirmed).Select(p => p.Rule)]);

    /// <summary>The results as users see them, in the order asked for.</summary>
    public IEnumerable<PortOpening> Results
        => Drafts.Select(d => d.Finish(Action, Request.Probes.Protocol, Request.Scope.NetworkNamespace, Request.Scope.Backend, Rollback));

    private protected async Task<IReadOnlyList<PortListener>> ListenersOnAsync(OpeningDraft draft, CancellationToken cancellation)
    {
        var query = new ListenerQuery([Request.Probes.Protocol], []);
        var ports = new Dictionary<string, PortRange>(StringComparer.Ordinal) { [Request.Probes.Protocol] = draft.Port };
        return [.. (await ListenerReader.ReadAsync(Request.Scope.NetworkNamespace, cancellation)).Where(l => query.Takes(l) && ListenerQuery.IsOn(l, ports))];
    }

    /// <summary>Does something for each port that goes on; an error ends the way of that port only.</summary>
    private protected async Task EachAsync(PortOpeningStep step, Func<OpeningDraft, Task> work)
    {
        foreach (var draft in Going)
        {
            try
            {
                await work(draft);
            }
            catch (FirewallException failure) when (!failure.IsTerminating)
            {
                draft.Fail(step, failure);
            }
        }
    }

    /// <summary>Probes all ports that go on, side by side, and gives each its own.</summary>
    private protected async Task<IReadOnlyList<PortProbe>> ProbeAsync(CancellationToken cancellation)
    {
        var going = Going;
        // Ports with the same addresses are one question, so that a far place is asked once for all of them.
        var plans = going.GroupBy(d => string.Join(' ', d.ComputerNames), StringComparer.Ordinal).Select(alike => Request.Probes with
        {
            ComputerNames = alike.First().ComputerNames,
            Ports = [.. alike.SelectMany(d => d.ProbedPorts).Distinct()],
            Families = [.. alike.SelectMany(d => d.Families).Distinct()],
        });
        var probes = (await Task.WhenAll(plans.Select(plan => CollectAsync(plan, cancellation)))).SelectMany(p => p).ToList();
        foreach (var draft in going)
            draft.Probes = [.. probes.Where(p => draft.ProbedPorts.Any(range => p.Port >= range.Low && p.Port <= range.High) && (p.AddressFamily is not { } family || draft.Families.Contains(family)))
                .OrderBy(p => p.Port).ThenBy(p => p.AddressFamily)];
        return probes;
    }

    /// <summary>The rule sets as they are now, with all else that sees the packets and what is known of the host.</summary>
    private protected async Task<IReadOnlyList<IptablesRuleset>> ReadAllAsync(CancellationToken cancellation)
    {
        var families = Going.SelectMany(d => d.Families).Distinct().Order().ToList();
        var read = await HookedRulesets.ReadAsync(Request.Scope, families, cancellation);
        if (read.Problem is not null)
            Warnings.Add(read.Problem);
        return await Task.WhenAll(read.Rulesets.Select(r => HostFactsReader.CompleteAsync(r, cancellation)));
    }

    private protected PortPath PathOf(IptablesRuleset ruleset, OpeningDraft draft)
        => PortPathAnalysis.Analyze(ruleset, Request.Rule(draft.Port, ruleset.AddressFamily).Packets, Request.Probes.Protocol);

    private IptablesChain ChainOf(IptablesRuleset ruleset, OpeningDraft draft)
    {
        var rule = Request.Rule(draft.Port, ruleset.AddressFamily);
        return ruleset.RequireChain(rule.Table, rule.Chain);
    }

    private static async Task<List<PortProbe>> CollectAsync(ProbePlan plan, CancellationToken cancellation)
    {
        var probes = new List<PortProbe>();
        if (plan.ComputerNames.Count == 0 || plan.Ports.Count == 0)
            return probes;
        await foreach (var probe in PortProber.RunAsync(plan, cancellation))
            probes.Add(probe);
        return probes;
    }
}
