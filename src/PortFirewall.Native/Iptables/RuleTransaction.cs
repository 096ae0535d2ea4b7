namespace PortFirewall;

/// <summary>
/// Changes of one family, made by a single call of a native tool, which makes them all or none: one change by
/// <c>iptables</c>, several by <c>iptables-restore --noflush</c>, whose <c>COMMIT</c> is atomic for a table.
/// </summary>
internal sealed class RuleTransaction
{
    private readonly IReadOnlyList<RuleEdit> _edits;
    private readonly FirewallScope _scope;

    private RuleTransaction(FirewallScope scope, AddressFamily family, IReadOnlyList<RuleEdit> edits, NativeCommand command)
    {
        _scope = scope;
        Family = family;
        _edits = edits;
        Command = command;
    }

    public AddressFamily Family { get; }

    /// <summary>The call that makes the changes.</summary>
    public NativeCommand Command { get; }

    /// <param name="scope">The firewall to change.</param>
    /// <param name="family">The family.</param>
    /// <param name="edits">The changes, in order; all in one table, so that they are whole or absent.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    public static async Task<RuleTransaction> PrepareAsync(
        FirewallScope scope, AddressFamily family, IReadOnlyList<RuleEdit> edits, CancellationToken cancellation)
    {
        var command = edits is [var only]
            ? new NativeCommand(await IptablesTools.ForAsync(family, scope.Backend, "", cancellation), [.. IptablesArguments.Start(only.Table), .. only.Arguments])
            : new NativeCommand(
                await IptablesTools.ForAsync(family, scope.Backend, "-restore", cancellation),
                ["--noflush", "--wait", $"{IptablesArguments.LockSeconds}"]) { StandardInput = RestoreText(edits) };
        command = command with { NetworkNamespace = scope.NetworkNamespace, Purpose = "change firewall rules" };
        return new RuleTransaction(scope, family, edits, await NativeRunner.PrepareAsync(command, cancellation));
    }

    /// <summary>Makes the changes.</summary>
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>, <c>LockTimeout</c>, <c>NativeCommandFailed</c>; nothing was changed.</exception>
    public async Task ApplyAsync(CancellationToken cancellation)
    {
        // Once a change has begun it is brought to its end: stopping half-way would leave the two families apart.
        cancellation.ThrowIfCancellationRequested();
        var result = await NativeRunner.RunAsync(Command, CancellationToken.None);
        if (result.ExitCode == 0)
            return;
        var backend = await IptablesTools.BackendOfAsync(Family, _scope.Backend, cancellation);
        // Status 4 is a resource problem, which for the legacy backend is the lock (iptables/xshared.c, xtables_lock_or_exit).
        throw result.ExitCode == 4 && backend == IptablesBackend.Legacy
            ? ToolErrors.LockTimeout(Command.CommandLine, IptablesArguments.LockSeconds)
            : ToolErrors.NativeCommandFailed(Command.CommandLine, result.ExitCode, result.StandardError);
    }

    /// <summary>Takes the changes back, by the rules' text. What somebody else has taken back meanwhile is left at that.</summary>
    public async Task UndoAsync()
    {
        var inverse = _edits.Reverse().Select(e => e.Inverse).ToList();
        try
        {
            await MakeAsync(inverse);
        }
        catch (FirewallException failure) when (failure.ErrorId == nameof(ToolErrors.NativeCommandFailed))
        {
            var left = await LeftOfAsync(inverse);
            if (left.Count == inverse.Count)
                throw;
            if (left.Count > 0)
                await MakeAsync(left);
        }
    }

    /// <summary>Makes the changes of several families, or of none: where a later one fails, the earlier ones are taken back.</summary>
    public static async Task ApplyAllAsync(IReadOnlyList<RuleTransaction> transactions, CancellationToken cancellation)
    {
        for (var i = 0; i < transactions.Count; i++)
        {
            try
            {
                await transactions[i].ApplyAsync(i == 0 ? cancellation : CancellationToken.None);
            }
            catch
            {
                await UndoAllAsync(transactions.Take(i));
                throw;
            }
        }
    }

    /// <summary>Takes several back. Where one can't be, the others are all the same, and then it is told.</summary>
    /// <exception cref="FirewallException"><c>ChangeNotUndone</c>.</exception>
    public static async Task UndoAllAsync(IEnumerable<RuleTransaction> transactions)
    {
        FirewallException? left = null;
        foreach (var transaction in transactions.Reverse())
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

    private async Task MakeAsync(IReadOnlyList<RuleEdit> edits)
        => await (await PrepareAsync(_scope, Family, edits, CancellationToken.None)).ApplyAsync(CancellationToken.None);

    /// <summary>Without the deletions of rules that are not there any more.</summary>
    private async Task<List<RuleEdit>> LeftOfAsync(IReadOnlyList<RuleEdit> edits)
    {
        var ruleset = await RulesetSource.ReadAsync(_scope, Family, CancellationToken.None);
        var there = edits.Select(e => (e.Table, e.Chain)).Distinct()
            .SelectMany(place => ruleset.FindChain(place.Table, place.Chain)?.Rules.Select(r => (place, r.Specification)) ?? []).ToList();
        // Each copy of a rule answers for one deletion.
        return [.. edits.Where(e => e.Number is not null || there.Remove(((e.Table, e.Chain), e.Specification)))];
    }

    private static string RestoreText(IReadOnlyList<RuleEdit> edits)
        => $"*{edits[0].Table}\n{string.Join('\n', edits.Select(e => e.RestoreLine))}\nCOMMIT\n";
}
