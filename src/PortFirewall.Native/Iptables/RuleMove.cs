namespace PortFirewall;

/// <summary>
/// Moves a rule within its chain: away and back in by one atomic commit, so that there is no moment without it, with its
/// counters, and by its text, never by its number.
/// </summary>
internal sealed class RuleMove
{
    private const int Attempts = 5;

    private readonly FirewallScope _scope;
    private readonly bool _mustDecide;
    private readonly Func<CancellationToken, Task<RuleMove>> _planAgain;
    private IptablesRuleset _before;
    private RuleTransaction? _transaction;

    private RuleMove(
        FirewallScope scope, IptablesRuleset before, MovePlan plan, bool mustDecide, RuleTransaction? transaction, Func<CancellationToken, Task<RuleMove>> planAgain)
    {
        _planAgain = planAgain;
        _mustDecide = mustDecide;
        _scope = scope;
        _before = before;
        Rule = plan.Rule;
        Number = plan.Number;
        Warning = plan.Warning;
        _transaction = transaction;
    }

    /// <summary>The rule as it stands.</summary>
    public IptablesRule Rule { get; private set; }

    /// <summary>The number that it shall have.</summary>
    public int Number { get; private set; }

    /// <summary>What the user should know of other firewalls that stop a part of its packets, or may; null where none does.</summary>
    public string? Warning { get; }

    /// <summary>Why a part of what sees the packets could not be read, as a sentence; null where everything was.</summary>
    public string? Problem { get; private init; }

    /// <summary>The native command that will run; null where the rule is there already.</summary>
    public string? CommandLine => _transaction?.Command.CommandLine;

    /// <summary>What becomes of the rules; empty where the rule is there already.</summary>
    public IReadOnlyList<RulesetChange> Changes => _transaction is null ? [] : [RulesetChange.Of(_before, _transaction.Edits)];

    public static async Task<RuleMove> PrepareAsync(FirewallScope scope, IptablesRule rule, int? position, bool force, CancellationToken cancellation)
    {
        var read = await HookedRulesets.ReadAsync(scope, [rule.AddressFamily], cancellation);
        var ruleset = (await HostFactsReader.CompleteWhereAskedAsync(read.Rulesets, cancellation))[0];
        var plan = MovePlanner.Plan(ruleset, rule, position, force);
        var live = plan.Rule;
        if (live.Number == plan.Number)
            return new RuleMove(scope, ruleset, plan, !force, null, PlanAgainAsync) { Problem = read.Problem };
        RuleEdit[] edits =
        [
            RuleEdit.Delete(live),
            RuleEdit.Insert(live.Table, live.Chain, plan.Number, live.Specification) with { Packets = live.Packets, Bytes = live.Bytes },
        ];
        var transaction = await RuleTransaction.PrepareAsync(scope, rule.AddressFamily, edits, cancellation);
        return new RuleMove(scope, ruleset, plan, !force, transaction, PlanAgainAsync) { Problem = read.Problem };

        Task<RuleMove> PlanAgainAsync(CancellationToken stop) => PrepareAsync(scope, rule, position, force, stop);
    }

    /// <summary>
    /// Moves the rule; returned is the rule as read back. Where somebody else changes the same chain at the same moment it is planned again,
    /// and tried again.
    /// </summary>
    /// <exception cref="FirewallException"><c>RulesetChanged</c>, <c>RuleNotEffective</c>, and as <see cref="RuleCommit"/>; nothing is left changed.</exception>
    public async Task<IptablesRule> ApplyAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return _transaction is { } transaction ? await ApplyOnceAsync(transaction, cancellation) : Rule;
            }
            catch (FirewallException changed) when (attempt < Attempts && changed.ErrorId == nameof(RulesetErrors.RulesetChanged))
            {
                var again = await _planAgain(cancellation);
                (Rule, Number, _before, _transaction) = (again.Rule, again.Number, again._before, again._transaction);
            }
        }
    }

    private async Task<IptablesRule> ApplyOnceAsync(RuleTransaction transaction, CancellationToken cancellation)
    {
        await RuleCommit.ApplyAsync([transaction], [_before], cancellation);
        try
        {
            var after = (await HookedRulesets.ReadAgainAsync(_scope, [_before], [Rule.AddressFamily], CancellationToken.None)).Rulesets[0].With(_before.Facts);
            var chain = after.RequireChain(Rule.Table, Rule.Chain);
            if (Number > chain.Rules.Count || chain.Rules[Number - 1] is not { } moved || moved.Specification != Rule.Specification)
                throw RulesetErrors.RulesetChanged(Rule.Chain, Rule.AddressFamily);
            if (_mustDecide && PortRuleReader.Read(moved) is { Target: "ACCEPT" } asked && !RuleEffect.Of(after, [asked]).Decides(moved))
                throw !EditEvidence.AreAllThatChanged(transaction.Edits, _before, after) ? RulesetErrors.RulesetChanged(Rule.Chain, Rule.AddressFamily) : RulesetErrors.RuleNotEffective(moved.Specification, moved.Place, "something else decides them");
            return moved;
        }
        catch
        {
            await RuleCommit.UndoAsync([transaction]);
            throw;
        }
    }
}
