namespace PortFirewall;

/// <summary>
/// Moves a rule within its chain: away and back in by one atomic commit, so that there is no moment without it, with its
/// counters, and by its text, never by its number.
/// </summary>
internal sealed class RuleMove
{
    private readonly FirewallScope _scope;
    private readonly RuleTransaction? _transaction;

    private RuleMove(FirewallScope scope, IptablesRule rule, int number, RuleTransaction? transaction)
    {
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
            return new RuleMove(scope, live, number, null);
        RuleEdit[] edits =
        [
            RuleEdit.Delete(live),
            RuleEdit.Insert(live.Table, live.Chain, number, live.Specification) with { Packets = live.Packets, Bytes = live.Bytes },
        ];
        return new RuleMove(scope, live, number, await RuleTransaction.PrepareAsync(scope, rule.AddressFamily, edits, cancellation));
    }

    /// <summary>Moves the rule; returned is the rule as read back.</summary>
    /// <exception cref="FirewallException"><c>RulesetChanged</c>, and as <see cref="RuleTransaction"/>; nothing is left changed.</exception>
    public async Task<IptablesRule> ApplyAsync(CancellationToken cancellation)
    {
        await _transaction!.ApplyAsync(cancellation);
        try
        {
            var after = await RulesetSource.ReadAsync(_scope, Rule.AddressFamily, CancellationToken.None);
            var chain = after.RequireChain(Rule.Table, Rule.Chain);
            return Number <= chain.Rules.Count && chain.Rules[Number - 1] is var moved && moved.Specification == Rule.Specification
                ? moved
                : throw RulesetErrors.RulesetChanged(Rule.Chain, Rule.AddressFamily);
        }
        catch
        {
            await _transaction.UndoAsync();
            throw;
        }
    }
}
