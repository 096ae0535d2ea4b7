namespace PortFirewall;

/// <summary>
/// Moves rules of one firewall within their chains: away and back in by atomic commits, so that there is no moment without them, with their
/// counters, by their text and never by their number; all of them, in every family, or none.
/// </summary>
internal sealed class RuleMove
{
    private const int Attempts = 5;

    private readonly FirewallScope _scope;
    private readonly int? _position;
    private readonly bool _force;
    private IReadOnlyList<IptablesRuleset> _before = [];
    private List<RuleTransaction> _transactions = [];
    private MoveDraft _draft = new();

    private RuleMove(FirewallScope scope, int? position, bool force) => (_scope, _position, _force) = (scope, position, force);

    /// <summary>Where each rule goes, in the order in which they were given; one that is there already goes nowhere.</summary>
    public IReadOnlyList<MovePlan> Plans => _draft.Plans;

    /// <summary>One for each rule that can't be moved.</summary>
    public IReadOnlyList<FirewallException> Errors { get; private set; } = [];

    /// <summary>Why a part of what sees the packets could not be read, as a sentence; null where everything was.</summary>
    public string? Problem { get; private set; }

    /// <summary>The native commands that will run; none where every rule is there already.</summary>
    public IReadOnlyList<string> CommandLines => [.. _transactions.Select(t => t.Command.CommandLine)];

    /// <summary>What becomes of the rules, family by family.</summary>
    public IReadOnlyList<RulesetChange> Changes
        => [.. _transactions.GroupBy(t => t.Family).Select(t => RulesetChange.Of(Of(_before, t.Key), [.. t.SelectMany(one => one.Edits)]))];

    /// <param name="scope">The firewall.</param>
    /// <param name="rules">The rules, as they were when somebody read them.</param>
    /// <param name="position">The number that the user insists on; null to have it worked out.</param>
    /// <param name="force">Move them behind what stops their packets all the same.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<RuleMove> PrepareAsync(FirewallScope scope, IReadOnlyList<IptablesRule> rules, int? position, bool force, CancellationToken cancellation)
    {
        var move = new RuleMove(scope, position, force);
        await move.PlanAsync(rules, cancellation);
        return move;
    }

    /// <summary>
    /// Moves the rules; returned are all of them as read back. Where somebody else changes the same chain at the same moment it is planned again,
    /// and tried again.
    /// </summary>
    /// <exception cref="FirewallException"><c>RulesetChanged</c>, <c>RuleNotEffective</c>, and as <see cref="RuleCommit"/>; nothing is left changed.</exception>
    public async Task<IReadOnlyList<IptablesRule>> ApplyAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return _transactions.Count > 0 ? await ApplyOnceAsync(cancellation) : [.. Plans.Select(p => p.Rule)];
            }
            catch (FirewallException changed) when (attempt < Attempts && changed.ErrorId == nameof(RulesetErrors.RulesetChanged))
            {
                await PlanAsync([.. Plans.Select(p => p.Rule)], cancellation);
            }
        }
    }

    private async Task PlanAsync(IReadOnlyList<IptablesRule> rules, CancellationToken cancellation)
    {
        var read = await HookedRulesets.ReadAsync(_scope, [.. rules.Select(r => r.AddressFamily).Distinct().Order()], cancellation);
        _before = await HostFactsReader.CompleteWhereAskedAsync(read.Rulesets, cancellation);
        Problem = read.Problem;
        _draft = new MoveDraft();
        var errors = new List<FirewallException>();
        foreach (var rule in rules)
        {
            try
            {
                _draft.Add(_before.First(r => r.AddressFamily == rule.AddressFamily), rule, _position, _force);
            }
            catch (FirewallException error)
            {
                errors.Add(error);
            }
        }
        Errors = [.. Errors, .. errors];
        var transactions = new List<RuleTransaction>();
        foreach (var ((family, _), edits) in _draft.Edits)
            transactions.Add(await RuleTransaction.PrepareAsync(_scope, family, edits, cancellation));
        _transactions = transactions;
    }

    private async Task<IReadOnlyList<IptablesRule>> ApplyOnceAsync(CancellationToken cancellation)
    {
        await RuleCommit.ApplyAsync(_transactions, _before, cancellation);
        try
        {
            var read = await HookedRulesets.ReadAgainAsync(_scope, _before, [.. _before.Select(b => b.AddressFamily)], CancellationToken.None);
            IptablesRuleset[] after = [.. read.Rulesets.Select(r => r.With(Of(_before, r.AddressFamily).Facts))];
            return [.. Plans.Zip(_draft.FinalNumbers).Select(moved => Check(Of(after, moved.First.Rule.AddressFamily), moved.First.Rule, moved.Second))];
        }
        catch
        {
            await RuleCommit.UndoAsync(_transactions);
            throw;
        }
    }

    /// <summary>The rule as it stands after the change.</summary>
    private IptablesRule Check(IptablesRuleset after, IptablesRule rule, int number)
    {
        var chain = after.RequireChain(rule.Table, rule.Chain);
        if (number > chain.Rules.Count || chain.Rules[number - 1] is not { } moved || moved.Specification != rule.Specification)
            throw RulesetErrors.RulesetChanged(rule.Chain, rule.AddressFamily);
        if (!_force && PortRuleReader.Read(moved) is { Target: "ACCEPT" } asked && !RuleEffect.Of(after, [asked]).Decides(moved))
        {
            throw _transactions.Where(t => t.Family == rule.AddressFamily).All(t => EditEvidence.AreAllThatChanged(t.Edits, Of(_before, t.Family), after))
                ? RulesetErrors.RuleNotEffective(moved.Specification, moved.Place, "something else decides them") : RulesetErrors.RulesetChanged(rule.Chain, rule.AddressFamily);
        }
        return moved;
    }

    private static IptablesRuleset Of(IReadOnlyList<IptablesRuleset> rulesets, AddressFamily family) => rulesets.First(r => r.AddressFamily == family);
}
