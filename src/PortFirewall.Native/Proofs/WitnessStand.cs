namespace PortFirewall;

/// <summary>
/// Watches rules of one firewall while somebody probes. Right ahead of each stands a rule that says the same and hands the packets to this
/// process, so a packet that it sees is one that came to the rule; which tells the probe's own from whatever else the rule counts.
/// </summary>
internal sealed class WitnessStand : IAsyncDisposable
{
    private const int Attempts = 3;

    private readonly FirewallScope _scope;
    private readonly TemporaryRules _standing;
    private readonly NflogSocket _socket;
    private readonly WitnessLog _log;
    private readonly IReadOnlyList<Witness> _witnesses;
    private readonly Dictionary<Witness, string> _faults = [];

    private WitnessStand(FirewallScope scope, TemporaryRules standing, NflogSocket socket, IReadOnlyList<Witness> witnesses)
    {
        _scope = scope;
        _standing = standing;
        _socket = socket;
        _witnesses = witnesses;
        _log = new WitnessLog(witnesses.Select(w => w.Prefix));
    }

    /// <summary>Gets ready; no rule is changed yet.</summary>
    /// <param name="scope">The firewall.</param>
    /// <param name="rules">Rules that can be watched (<see cref="WitnessText.WhyNot"/>), as they were read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FirewallException"><c>PacketLogUnavailable</c>, <c>PrivilegeRequired</c>, <c>NetworkNamespaceNotFound</c>.</exception>
    public static async Task<WitnessStand> PrepareAsync(FirewallScope scope, IReadOnlyList<IptablesRule> rules, CancellationToken cancellation)
    {
        var socket = await NflogSocket.OpenAsync(scope.NetworkNamespace, group: null, WitnessText.PacketLength, cancellation);
        var standing = new TemporaryRules(scope, "witness");
        var witnesses = rules.Select(rule => (rule, standing.NextMark())).Select(pair => new Witness(pair.rule, pair.Item2, WitnessText.Write(pair.rule, pair.Item2, socket.Group)));
        return new WitnessStand(scope, standing, socket, [.. witnesses]);
    }

    /// <summary>The native commands that put the witnesses in.</summary>
    public async Task<IReadOnlyList<string>> DescribeAsync(CancellationToken cancellation)
        => await _standing.DescribeAsync([.. Edits(w => w.Rule)], cancellation);

    /// <summary>Puts the witnesses in, each right ahead of its rule, and begins to listen.</summary>
    /// <returns>The rule sets as they are then, of the families of the rules.</returns>
    /// <exception cref="FirewallException">As <see cref="RuleCommit"/>, <c>ChangeLockTimeout</c>; nothing is left changed.</exception>
    public async Task<IReadOnlyList<IptablesRuleset>> BeginAsync(CancellationToken cancellation)
    {
        using var turn = await ChangeLock.AcquireAsync(cancellation);
        _socket.Listen(_log.Add);
        var families = _witnesses.Select(w => w.Rule.AddressFamily).Distinct().Order().ToList();
        for (var attempt = 1; ; attempt++)
        {
            var before = await RulesetSource.ReadAsync(_scope, families, cancellation);
            await _standing.InsertAsync([.. Edits(w => Find(before, w))], cancellation);
            var after = await RulesetSource.ReadAsync(_scope, families, CancellationToken.None);
            // Somebody may have put a rule in between the reading and the change.
            if (attempt == Attempts || _witnesses.All(w => w.FindFault(Of(after, w)) is null))
                return after;
            await _standing.RemoveAsync(turn);
        }
    }

    /// <summary>Takes the witnesses out, and hears what they have to say to the end.</summary>
    /// <exception cref="FirewallException"><c>TemporaryRuleLeft</c>.</exception>
    public async Task EndAsync()
    {
        var last = await _standing.RemoveAsync();
        foreach (var witness in _witnesses)
        {
            var ruleset = last.FirstOrDefault(r => r.AddressFamily == witness.Rule.AddressFamily);
            if ((ruleset is null ? "the rule that watched it was taken out too early" : witness.FindFault(ruleset)) is { } fault)
                _faults[witness] = fault;
        }
        _socket.End();
    }

    /// <summary>What was seen at a rule; null where nobody watched it.</summary>
    public WitnessAccount? AccountOf(IptablesRule rule)
        => _witnesses.FirstOrDefault(w => ReferenceEquals(w.Rule, rule)) is not { } witness ? null
            : _faults.TryGetValue(witness, out var fault) ? WitnessAccount.None(fault)
            : new WitnessAccount
            {
                Sightings = _log.Of(witness.Prefix),
                Problem = _socket.HasLost || _log.IsFull(witness.Prefix) ? "more packets came to the rule than could be looked at" : null,
            };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _standing.DisposeAsync();
        }
        finally
        {
            _socket.Dispose();
        }
    }

    private static IptablesRuleset Of(IReadOnlyList<IptablesRuleset> rulesets, Witness witness) => rulesets.First(r => r.AddressFamily == witness.Rule.AddressFamily);

    private static IptablesRule Find(IReadOnlyList<IptablesRuleset> rulesets, Witness witness)
        => RuleIdentity.Require(Of(rulesets, witness).RequireChain(witness.Rule.Table, witness.Rule.Chain), witness.Rule);

    /// <summary>From the last to the first in each chain: so no insertion moves the place of one that follows.</summary>
    private IEnumerable<(AddressFamily Family, RuleEdit Edit)> Edits(Func<Witness, IptablesRule> find)
        => _witnesses.Select(w => (w, rule: find(w))).OrderBy(p => p.rule.AddressFamily).ThenByDescending(p => p.rule.Number)
            .Select(p => (p.rule.AddressFamily, RuleEdit.Insert(p.rule.Table, p.rule.Chain, p.rule.Number, p.w.Text)));
}
