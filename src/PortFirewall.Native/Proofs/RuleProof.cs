namespace PortFirewall;

/// <summary>
/// Proves rules of any number of firewalls while somebody probes: reads their counters, has them watched where that can be, and judges
/// afterwards. What it puts in for that is gone when it is disposed of, whatever happens between.
/// </summary>
internal sealed class RuleProof : IAsyncDisposable
{
    private readonly List<Subject> _subjects = [];
    private readonly List<WitnessStand> _stands = [];

    private RuleProof()
    {
    }

    /// <summary>A rule to be proved.</summary>
    /// <param name="Scope">Its firewall.</param>
    /// <param name="Before">The rule with its counters before the probes.</param>
    private sealed record Subject(FirewallScope Scope, IptablesRule Before)
    {
        /// <summary>The rule that is watched; null where it is not.</summary>
        public IptablesRule? Watched { get; set; }

        public WitnessStand? Stand { get; set; }

        /// <summary>Why it is not watched, as the end of a sentence.</summary>
        public string WhyNot { get; set; } = "";

        /// <summary>The same with the counters of a later reading.</summary>
        public Subject At(IptablesRule rule) => this with { Before = rule };
    }

    /// <summary>Whether none of the rules is there.</summary>
    public bool IsEmpty => _subjects.Count == 0;

    /// <summary>One for each rule that is not there.</summary>
    public List<FirewallException> Errors { get; } = [];

    /// <summary>Reads the rules, and gets ready to watch them; nothing is changed yet, but for what a killed process has left behind.</summary>
    /// <param name="rules">The rules to prove.</param>
    /// <param name="counterOnly">Whether no rule is to be added even for a moment.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FirewallException">As <see cref="RulesetSource"/>.</exception>
    public static async Task<RuleProof> PrepareAsync(IReadOnlyList<IptablesRule> rules, bool counterOnly, CancellationToken cancellation)
    {
        var proof = new RuleProof();
        try
        {
            foreach (var group in rules.GroupBy(r => new FirewallScope(r.NetworkNamespace, r.Backend)))
                await proof.AddAsync(group.Key, [.. group], counterOnly, cancellation);
            return proof;
        }
        catch
        {
            await proof.DisposeAsync();
            throw;
        }
    }

    /// <summary>The native commands that would watch rules, also such as are not there yet; empty where they can't be watched.</summary>
    /// <param name="scope">The firewall.</param>
    /// <param name="rules">The rules, with the numbers that they would have.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<string>> PreviewAsync(FirewallScope scope, IReadOnlyList<IptablesRule> rules, CancellationToken cancellation)
    {
        var able = rules.Where(rule => WitnessText.WhyNot(rule) is null).ToList();
        if (able.Count == 0 || await Elevation.DetectAsync(NativeTool.Ip, cancellation) != FirewallElevation.Root)
            return [];
        try
        {
            await using var stand = await WitnessStand.PrepareAsync(scope, able, cancellation);
            return await stand.DescribeAsync(cancellation);
        }
        catch (FirewallException unavailable) when (unavailable.ErrorId == nameof(ProofErrors.PacketLogUnavailable))
        {
            return [];
        }
    }

    /// <summary>The native commands that will run; empty where no rule is watched.</summary>
    public async Task<IReadOnlyList<string>> DescribeAsync(CancellationToken cancellation)
        => [.. (await Task.WhenAll(_stands.Select(s => s.DescribeAsync(cancellation)))).SelectMany(c => c)];

    /// <summary>Begins to watch. Where that fails, the counters are still there.</summary>
    /// <exception cref="FirewallException"><c>ChangeNotUndone</c>, <c>TemporaryRuleLeft</c>.</exception>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        foreach (var stand in _stands)
        {
            try
            {
                var rulesets = await stand.BeginAsync(cancellation);
                // Counted from here on: what the rule took before it was watched is nobody's business.
                for (var i = 0; i < _subjects.Count; i++)
                {
                    var subject = _subjects[i];
                    if (subject.Stand == stand && rulesets.First(r => r.AddressFamily == subject.Before.AddressFamily).FindChain(subject.Before.Table, subject.Before.Chain) is { } chain
                        && RuleIdentity.Find(chain, subject.Before) is { } rule)
                        _subjects[i] = subject.At(rule);
                }
            }
            catch (FirewallException failure) when (failure.ErrorId is not (nameof(RulesetErrors.ChangeNotUndone) or nameof(RulesetErrors.TemporaryRuleLeft)))
            {
                foreach (var subject in _subjects.FindAll(s => s.Stand == stand))
                    (subject.Stand, subject.WhyNot) = (null, $"the rule that was to watch it could not be put in ({failure.Message.TrimEnd('.')})");
            }
        }
    }

    /// <summary>Ends the watching: what was put in is taken out.</summary>
    /// <exception cref="FirewallException"><c>TemporaryRuleLeft</c>.</exception>
    public async Task EndAsync()
    {
        foreach (var stand in _stands)
            await stand.EndAsync();
    }

    /// <summary>Judges the rules, one after the other.</summary>
    /// <param name="probes">The probes that were made between <see cref="BeginAsync"/> and <see cref="EndAsync"/>.</param>
    public IEnumerable<Func<CancellationToken, Task<PortProof>>> Judgements(IReadOnlyList<PortProbe> probes)
        => _subjects.Select(subject => (Func<CancellationToken, Task<PortProof>>)(cancellation => JudgeAsync(
            subject.Scope, subject.Before, probes, subject.Stand?.AccountOf(subject.Watched!) ?? WitnessAccount.None(subject.WhyNot), cancellation)));

    /// <summary>Judges a rule by its counters, as they were read before somebody probed.</summary>
    public static Task<PortProof> JudgeAsync(IptablesRule before, IReadOnlyList<PortProbe> probes, CancellationToken cancellation)
        => JudgeAsync(
            new FirewallScope(before.NetworkNamespace, before.Backend), before, probes,
            WitnessAccount.None("nobody watched the rule while the probes were made"), cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var stand in _stands)
            await stand.DisposeAsync();
    }

    /// <summary>With all else that sees the packets: where the counter did not rise, or nobody was served, that may be why.</summary>
    private static async Task<PortProof> JudgeAsync(
        FirewallScope scope, IptablesRule before, IReadOnlyList<PortProbe> probes, WitnessAccount account, CancellationToken cancellation)
    {
        var interfaces = InboundInterfaces.FindAsync(scope.NetworkNamespace, probes, cancellation);
        var foreign = InboundInterfaces.FindForeignAsync(scope.NetworkNamespace, account.Sightings.Count == 0 ? [] : probes, cancellation);
        var read = await HookedRulesets.ReadAsync(scope, [before.AddressFamily], cancellation);
        var ruleset = (await HostFactsReader.CompleteWhereAskedAsync(read.Rulesets, cancellation))[0];
        return ProofJudge.Judge(before, ruleset, probes, account, await interfaces, await foreign);
    }

    private async Task AddAsync(FirewallScope scope, IReadOnlyList<IptablesRule> rules, bool counterOnly, CancellationToken cancellation)
    {
        var rulesets = await ReadAsync(scope, [.. rules.Select(r => r.AddressFamily).Distinct().Order()], cancellation);
        var subjects = new List<Subject>();
        foreach (var rule in rules)
        {
            try
            {
                subjects.Add(new Subject(scope, RuleIdentity.Require(rulesets.First(r => r.AddressFamily == rule.AddressFamily).RequireChain(rule.Table, rule.Chain), rule)));
            }
            catch (FirewallException missing)
            {
                Errors.Add(missing);
            }
        }
        foreach (var subject in subjects)
            subject.WhyNot = counterOnly ? "only the counter was to be asked" : WitnessText.WhyNot(subject.Before) ?? "";
        _subjects.AddRange(subjects);
        if (subjects.FindAll(s => s.WhyNot.Length == 0) is not { Count: > 0 } able)
            return;
        if (await Elevation.DetectAsync(NativeTool.Ip, cancellation) != FirewallElevation.Root)
        {
            able.ForEach(s => s.WhyNot = "only root is handed the packets that a rule logs");
            return;
        }
        try
        {
            var stand = await WitnessStand.PrepareAsync(scope, [.. able.Select(s => s.Before)], cancellation);
            _stands.Add(stand);
            able.ForEach(s => (s.Stand, s.Watched) = (stand, s.Before));
        }
        catch (FirewallException unavailable) when (unavailable.ErrorId == nameof(ProofErrors.PacketLogUnavailable))
        {
            able.ForEach(s => s.WhyNot = unavailable.Message.TrimEnd('.'));
        }
    }

    /// <summary>Looks at every family: whoever was killed may have left something in one that nobody asks about now.</summary>
    private static async Task<IReadOnlyList<IptablesRuleset>> ReadAsync(FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
    {
        IReadOnlyList<AddressFamily> all = IPv6Support.IsPresent ? [AddressFamily.IPv4, AddressFamily.IPv6] : [AddressFamily.IPv4];
        var rulesets = await RulesetSource.ReadAsync(scope, [.. all.Union(families)], cancellation);
        return await TemporaryRules.RemoveAbandonedAsync(scope, rulesets) ? await RulesetSource.ReadAsync(scope, families, cancellation) : rulesets;
    }
}
