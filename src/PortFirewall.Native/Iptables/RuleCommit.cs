namespace PortFirewall;

/// <summary>
/// Makes the changes of several families and tables, or none of them. One call of a tool is whole or absent by itself; several are brought to
/// their end by a shell of their own (<see cref="NativeCommit"/>), so that it makes no difference when this process is killed.
/// </summary>
internal static class RuleCommit
{
    /// <param name="transactions">The changes.</param>
    /// <param name="before">The rules as the changes were planned against; null where nothing is known of them.</param>
    /// <param name="cancellation">Ends it before it begins. Once begun it is brought to its end: stopping half-way would leave the families apart.</param>
    /// <exception cref="FirewallException">
    /// As <see cref="NativeRunner"/>, <c>LockTimeout</c>, <c>NativeCommandFailed</c>, or <c>RulesetChanged</c> where somebody else changed the chain since
    /// it was read; nothing was changed. <c>ChangeNotUndone</c>, where something was.
    /// </exception>
    public static Task ApplyAsync(IReadOnlyList<RuleTransaction> transactions, IReadOnlyList<IptablesRuleset>? before, CancellationToken cancellation)
        => ApplyByAsync(RunAsync, transactions, before, cancellation);

    /// <summary>The same for rules that have not been there before and that a guardian takes out: it knows of nothing but what such a shell does.</summary>
    public static Task ApplyGuardedAsync(IReadOnlyList<RuleTransaction> transactions, CancellationToken cancellation)
        => ApplyByAsync(RunTogetherAsync, transactions, before: [], cancellation);

    private static async Task ApplyByAsync(
        Func<IReadOnlyList<RuleTransaction>, Task<IReadOnlyList<CommitOutcome>>> runAsync,
        IReadOnlyList<RuleTransaction> transactions,
        IReadOnlyList<IptablesRuleset>? before,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<CommitOutcome> outcomes;
        try
        {
            outcomes = await runAsync(transactions);
        }
        catch (FirewallException failure) when (failure.ErrorId is nameof(ToolErrors.NativeCommandTimedOut) or nameof(ToolErrors.NativeCommandFailed))
        {
            // It was ended on the way: what it had done by then, only the rules tell.
            var made = new List<RuleTransaction>();
            foreach (var transaction in transactions)
            {
                if (before is not null && EditEvidence.AreMade(transaction.Edits, Of(before, transaction), await transaction.ReadAsync()))
                    made.Add(transaction);
            }
            await TakeBackAsync(made);
            throw;
        }
        if (outcomes.FirstOrDefault(o => o.HasFailed) is { } failed)
            throw await SettleAsync(transactions, outcomes, failed, before);
    }

    /// <summary>Takes several back. Where one can't be, the others are all the same, and then it is told.</summary>
    /// <exception cref="FirewallException"><c>ChangeNotUndone</c>.</exception>
    public static async Task UndoAsync(IReadOnlyList<RuleTransaction> transactions)
    {
        List<RuleTransaction> left = [.. transactions.Reverse()];
        if (left.Count > 1)
        {
            var outcomes = await NativeCommit.MakeEachAsync([.. left.Select(t => t.TakeBack)]);
            left = [.. left.Where((_, i) => !outcomes[i].IsMade)];
        }
        await TakeBackAsync(left);
    }

    private static async Task<IReadOnlyList<CommitOutcome>> RunAsync(IReadOnlyList<RuleTransaction> transactions) => transactions switch
    {
        [] => [],
        [var only] => [new CommitOutcome(await only.RunAsync(), null)],
        _ => await RunTogetherAsync(transactions),
    };

    private static Task<IReadOnlyList<CommitOutcome>> RunTogetherAsync(IReadOnlyList<RuleTransaction> transactions)
        => NativeCommit.MakeAllAsync([.. transactions.Select(t => new CommitStep(t.Command, t.TakeBack))]);

    /// <summary>Sees to it that nothing is left of changes one of which failed.</summary>
    /// <returns>Why it failed.</returns>
    /// <exception cref="FirewallException"><c>ChangeNotUndone</c>.</exception>
    private static async Task<FirewallException> SettleAsync(
        IReadOnlyList<RuleTransaction> transactions, IReadOnlyList<CommitOutcome> outcomes, CommitOutcome failed, IReadOnlyList<IptablesRuleset>? before)
    {
        var transaction = transactions.Zip(outcomes).First(p => p.Second == failed).First;
        var error = failed.WasStopped && transactions.Count > 1
            ? ToolErrors.NativeCommandTimedOut(failed.Make!.Command.CommandLine, failed.Make.Command.Timeout) : await transaction.ErrorAsync(failed.Make!);
        await TakeBackAsync([.. transactions.Where((_, i) => outcomes[i].IsMade)]);
        if (before is null)
            return error;
        var planned = Of(before, transaction);
        var now = await transaction.ReadAsync();
        if (IsItsDoing(transaction, failed.Make!, planned, now))
            await TakeBackAsync([transaction]);
        else if (error.ErrorId == nameof(ToolErrors.NativeCommandFailed) && planned is not null && EditEvidence.HasChanged(transaction.Edits, planned, now))
            return RulesetErrors.RulesetChanged(transaction.Edits[0].Chain, transaction.Family);
        return error;
    }

    /// <summary>
    /// Whether a tool that failed has made the change all the same. Status 1 of one that was only to delete means that a rule was not there
    /// (<c>iptables(8)</c>, DIAGNOSTICS): then it was somebody else who took it away.
    /// </summary>
    private static bool IsItsDoing(RuleTransaction transaction, NativeResult failed, IptablesRuleset? before, IptablesRuleset now)
        => !(failed.ExitCode == 1 && transaction.Edits.All(e => e.Number is null)) && EditEvidence.AreMade(transaction.Edits, before, now);

    private static IptablesRuleset? Of(IReadOnlyList<IptablesRuleset> rulesets, RuleTransaction transaction)
        => rulesets.FirstOrDefault(r => r.AddressFamily == transaction.Family);

    private static async Task TakeBackAsync(IReadOnlyList<RuleTransaction> transactions)
    {
        FirewallException? left = null;
        foreach (var transaction in transactions)
        {
            try
            {
                await transaction.UndoAsync();
            }
            catch (FirewallException failure)
            {
                // Worse than what made the undoing necessary, whose error says that nothing is left changed.
                left = RulesetErrors.ChangeNotUndone(transaction.Family, failure.Message);
            }
        }
        if (left is not null)
            throw left;
    }
}
