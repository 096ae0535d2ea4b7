using System.Collections.Concurrent;

namespace PortFirewall;

/// <summary>
/// Rules that stand for a moment, such as one that logs what passes. They go again whatever happens: by whoever put them in, at the end of
/// the process, or, where that was killed, by its guardian; should that have been killed as well, by the next one that comes by
/// (<see cref="RemoveAbandonedAsync"/>). Always by their text, which names their owner, and never by their number.
/// </summary>
internal sealed class TemporaryRules : IAsyncDisposable
{
    private const int Attempts = 5;

    private static readonly TimeSpan PatienceForTurn = TimeSpan.FromSeconds(3);
    private static readonly ConcurrentDictionary<int, TemporaryRules> Standing = new();
    private static int _made;

    private readonly FirewallScope _scope;
    private readonly string _purpose;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly HashSet<AddressFamily> _families = [];
    private readonly HashSet<int> _numbers = [];
    private RuleGuardian? _guardian;

    /// <param name="scope">The firewall that they are for.</param>
    /// <param name="purpose">What they are for, as one word.</param>
    public TemporaryRules(FirewallScope scope, string purpose)
    {
        _scope = scope;
        _purpose = purpose;
    }

    /// <summary>A mark for one more rule; its comment has to be the first that the rule has.</summary>
    public TemporaryMark NextMark()
    {
        var number = Interlocked.Increment(ref _made);
        _numbers.Add(number);
        return new TemporaryMark(_purpose, ProcessIdentity.Own.Id, ProcessIdentity.Own.Start, number);
    }

    /// <summary>Whether a rule of a rule set is one of these.</summary>
    public bool Owns(IptablesRule rule) => TemporaryMark.Of(rule) is { } mark && IsOwn(mark) && _numbers.Contains(mark.Number);

    /// <summary>Puts rules in, all or none.</summary>
    /// <param name="edits">What to insert, in order, each with a mark from <see cref="NextMark"/>.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    /// <exception cref="FirewallException">As <see cref="RuleCommit"/>; nothing is left changed.</exception>
    public async Task InsertAsync(IReadOnlyList<(AddressFamily Family, RuleEdit Edit)> edits, CancellationToken cancellation)
    {
        var transactions = await TransactionsAsync(edits, cancellation);
        await _gate.WaitAsync(cancellation);
        try
        {
            if (ProcessEnd.HasBegun)
                throw new OperationCanceledException();
            _families.UnionWith(edits.Select(e => e.Family));
            foreach (var number in _numbers)
                Standing[number] = this;
            ProcessEnd.Watch(RemoveAsync);
            _guardian ??= await RuleGuardian.StartAsync(_scope, cancellation);
            await RuleCommit.ApplyGuardedAsync(transactions, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The native commands that put rules in.</summary>
    public async Task<IReadOnlyList<string>> DescribeAsync(IReadOnlyList<(AddressFamily Family, RuleEdit Edit)> edits, CancellationToken cancellation)
        => [.. (await TransactionsAsync(edits, cancellation)).Select(t => t.Command.CommandLine)];

    /// <summary>Takes the rules out. Nobody can stop that; where others hold the firewall up, it is tried again.</summary>
    /// <returns>The rule sets as they were right before, of the families that had such rules; empty where none were in.</returns>
    /// <exception cref="FirewallException"><c>TemporaryRuleLeft</c>.</exception>
    public Task<IReadOnlyList<IptablesRuleset>> RemoveAsync() => RemoveAsync(turn: null);

    /// <summary>The same for who has the turn to change rules.</summary>
    /// <inheritdoc cref="RemoveAsync()"/>
    public async Task<IReadOnlyList<IptablesRuleset>> RemoveAsync(ChangeTurn? turn)
    {
        await _gate.WaitAsync();
        try
        {
            if (_families.Count == 0)
                return [];
            var before = await RemoveAsync(_scope, [.. _families], Owns, turn);
            _families.Clear();
            _guardian?.Dispose();
            _guardian = null;
            return before;
        }
        finally
        {
            // What could not be taken out is abandoned from now on.
            foreach (var number in _numbers)
                Standing.TryRemove(number, out _);
            ProcessEnd.Forget(RemoveAsync);
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        _gate.Dispose();
    }

    /// <summary>Takes out what processes have left behind that were killed.</summary>
    /// <param name="scope">The firewall.</param>
    /// <param name="rulesets">Its rules, as they were read just now.</param>
    /// <param name="turn">The turn to change rules, where the caller has it.</param>
    /// <returns>Whether there was something, and the rule sets are to be read again.</returns>
    /// <exception cref="FirewallException"><c>TemporaryRuleLeft</c>.</exception>
    public static async Task<bool> RemoveAbandonedAsync(FirewallScope scope, IReadOnlyList<IptablesRuleset> rulesets, ChangeTurn? turn = null)
    {
        var families = rulesets.Where(r => r.Rules.Any(IsAbandoned)).Select(r => r.AddressFamily).ToList();
        if (families.Count > 0)
            await RemoveAsync(scope, families, IsAbandoned, turn);
        return families.Count > 0;
    }

    /// <summary>Whether a rule was to stand for a moment, and nobody is left who takes it out.</summary>
    public static bool IsAbandoned(IptablesRule rule)
        => TemporaryMark.Of(rule) is { } mark
            && (IsOwn(mark) ? !Standing.ContainsKey(mark.Number) : !new ProcessIdentity(mark.ProcessId, mark.ProcessStart).IsAlive);

    private static bool IsOwn(TemporaryMark mark) => new ProcessIdentity(mark.ProcessId, mark.ProcessStart) == ProcessIdentity.Own;

    private async Task<List<RuleTransaction>> TransactionsAsync(IReadOnlyList<(AddressFamily Family, RuleEdit Edit)> edits, CancellationToken cancellation)
    {
        var transactions = new List<RuleTransaction>();
        foreach (var part in edits.GroupBy(e => (e.Family, e.Edit.Table)))
            transactions.Add(await RuleTransaction.PrepareAsync(_scope, part.Key.Family, [.. part.Select(e => e.Edit)], cancellation));
        return transactions;
    }

    private static async Task<IReadOnlyList<IptablesRuleset>> RemoveAsync(
        FirewallScope scope, IReadOnlyList<AddressFamily> families, Func<IptablesRule, bool> isMeant, ChangeTurn? given)
    {
        using var taken = given is null ? await TryTakeTurnAsync() : null;
        IReadOnlyList<IptablesRuleset>? first = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var rulesets = await RulesetSource.ReadAsync(scope, families, CancellationToken.None);
                first ??= rulesets;
                foreach (var ruleset in rulesets)
                    await RemoveAsync(scope, ruleset, isMeant);
                return first;
            }
            catch (FirewallException gone) when (gone.ErrorId == nameof(ToolErrors.NetworkNamespaceNotFound))
            {
                return first ?? [];
            }
            catch (FirewallException failure) when (attempt == Attempts || failure.IsTerminating)
            {
                throw RulesetErrors.TemporaryRuleLeft(failure.Message);
            }
            catch (FirewallException)
            {
                // Somebody else holds the xtables lock, or took a rule out between the reading and the change.
            }
        }
    }

    private static async Task RemoveAsync(FirewallScope scope, IptablesRuleset ruleset, Func<IptablesRule, bool> isMeant)
    {
        foreach (var part in ruleset.Rules.Where(isMeant).GroupBy(r => r.Table))
        {
            var transaction = await RuleTransaction.PrepareAsync(scope, ruleset.AddressFamily, [.. part.Select(RuleEdit.Delete)], CancellationToken.None);
            await transaction.ApplyAsync(CancellationToken.None);
        }
    }

    /// <summary>Others of PortFirewall should not be changing rules meanwhile; but none of them holds the removal up for long.</summary>
    private static async Task<ChangeTurn?> TryTakeTurnAsync()
    {
        using var limit = new CancellationTokenSource(PatienceForTurn);
        try
        {
            return await ChangeLock.AcquireAsync(limit.Token);
        }
        catch (Exception busy) when (busy is OperationCanceledException or FirewallException)
        {
            return null;
        }
    }
}
