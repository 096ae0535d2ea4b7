namespace PortFirewall;

/// <summary>
/// Moves a rule within its chain: away and back in by one atomic commit, so that there is no moment without it, with its
/// counters, and by its text, never by its number.
/// </summary>
internal sealed class RuleMove
{
    private readonly FirewallScope _scope;
    private readonly RuleTransaction? _transaction;
    private readonly bool _mustDecide;

    private RuleMove(FirewallScope scope, IptablesRule rule, int number, bool mustDecide, RuleTransaction? transaction)
    {
        _mustDecide = mustDecide;
        _scope = scope;
        Rule = rule;
        Number = number;
        _transaction = transaction;
    }

    /// <summary>The rule as it stands.</summary>
    public IptablesRule Rule { get; }

    /// <summary>The number that it shall have.</summary>
    public int Number { get; }

    /// <summary>The native command that will run; null where the rule is there already.</summary>
    public string? CommandLine => _transaction?.Command.CommandLine;

    public static async Task<RuleMove> PrepareAsync(FirewallScope scope, IptablesRule rule, int? position, bool force, CancellationToken cancellation)
    {
        var ruleset = await RulesetSource.ReadAsync(scope, rule.AddressFamily, cancellation);
        var (live, number) = MovePlanner.Plan(ruleset, rule, position, force);
        if (live.Number == number)
            return new RuleMove(scope, live, number, !force, null);
        RuleEdit[] edits =
        [
            RuleEdit.Delete(live),
            RuleEdit.Insert(live.Table, live.Chain, number, live.Specification) with { Packets = live.Packets, Bytes = live.Bytes },
        ];
        return new RuleMove(scope, live, number, !force, await RuleTransaction.PrepareAsync(scope, rule.AddressFamily, edits, cancellation));
    }

    /// <summary>Moves the rule; returned is the rule as read back.</summary>
    /// <exception cref="FirewallException"><c>RulesetChanged</c>, <c>RuleNotEffective</c>, and as <see cref="RuleTransaction"/>; nothing is left changed.</exception>
    public async Task<IptablesRule> ApplyAsync(CancellationToken cancellation)
    {
        await _transaction!.ApplyAsync(cancellation);
        try
        {
            var after = await RulesetSource.ReadAsync(_scope, Rule.AddressFamily, CancellationToken.None);
            var chain = after.RequireChain(Rule.Table, Rule.Chain);
            if (Number > chain.Rules.Count || chain.Rules[Number - 1] is not { } moved || moved.Specification != Rule.Specification)
                throw RulesetErrors.RulesetChanged(Rule.Chain, Rule.AddressFamily);
            if (_mustDecide && PortRuleReader.Read(moved) is { Target: "ACCEPT" } asked && !RuleEffect.Of(after, [asked]).Decides(moved))
                throw RulesetErrors.RuleNotEffective(moved.Specification, moved.Place, "something else decides them");
            return moved;
        }
        catch
        {
            await _transaction.UndoAsync();
            throw;
        }
    }
}
