using System.Text;

namespace PortFirewall;

/// <summary>
/// Changes of one family, made by a single call of a native tool, which makes them all or none: one change by
/// <c>iptables</c>, several by <c>iptables-restore --noflush</c>, whose <c>COMMIT</c> is atomic for a table.
/// </summary>
internal sealed class RuleTransaction
{
    private readonly FirewallScope _scope;
    private readonly Lazy<NativeCommand> _takeBack;

    private RuleTransaction(FirewallScope scope, AddressFamily family, IReadOnlyList<RuleEdit> edits, NativeCommand call)
    {
        _scope = scope;
        Family = family;
        Edits = edits;
        Command = Make(call, edits);
        _takeBack = new Lazy<NativeCommand>(() => Make(call, Inverse(edits)));
    }

    public AddressFamily Family { get; }

    /// <summary>The changes, in order.</summary>
    public IReadOnlyList<RuleEdit> Edits { get; }

    /// <summary>The call that makes the changes.</summary>
    public NativeCommand Command { get; }

    /// <summary>The call that takes them back, by the rules' text; put together when somebody asks, as hardly anybody does.</summary>
    public NativeCommand TakeBack => _takeBack.Value;

    /// <param name="scope">The firewall to change.</param>
    /// <param name="family">The family.</param>
    /// <param name="edits">The changes, in order; all in one table, so that they are whole or absent.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <param name="early">What has been started already to make such a change; null where nothing was.</param>
    public static async Task<RuleTransaction> PrepareAsync(
        FirewallScope scope, AddressFamily family, IReadOnlyList<RuleEdit> edits, CancellationToken cancellation, EarlyChange? early = null)
        => new(scope, family, edits, await CallAsync(scope, family, edits, cancellation)) { Early = early };

    /// <summary>What has been started already to make such a change; null where nothing was.</summary>
    public EarlyChange? Early { get; init; }

    /// <summary>Runs the call that makes the changes, whatever its exit status.</summary>
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>.</exception>
    public async Task<NativeResult> RunAsync()
        => (Early is null ? null : await Early.TryMakeAsync(Command)) ?? await NativeRunner.RunAsync(Command, CancellationToken.None);

    /// <summary>Makes the changes.</summary>
    /// <inheritdoc cref="RuleCommit.ApplyAsync"/>
    public Task ApplyAsync(CancellationToken cancellation) => RuleCommit.ApplyAsync([this], before: null, cancellation);

    /// <summary>Takes the changes back, by the rules' text. What somebody else has taken back meanwhile is left at that.</summary>
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>, <c>LockTimeout</c>, <c>NativeCommandFailed</c>.</exception>
    public async Task UndoAsync()
    {
        var result = await NativeRunner.RunAsync(TakeBack, CancellationToken.None);
        if (result.ExitCode == 0)
            return;
        var failure = await ErrorAsync(result);
        var inverse = Inverse(Edits);
        if (failure.ErrorId != nameof(ToolErrors.NativeCommandFailed) || await LeftOfAsync(inverse) is not { } left || left.SequenceEqual(inverse))
            throw failure;
        if (left.Count > 0)
            await (await PrepareAsync(_scope, Family, left, CancellationToken.None)).ApplyAsync(CancellationToken.None);
    }

    /// <summary>The rules of the family as they are now.</summary>
    public Task<IptablesRuleset> ReadAsync() => RulesetSource.ReadAsync(_scope, Family, CancellationToken.None);

    /// <summary>What a call that failed means.</summary>
    public async Task<FirewallException> ErrorAsync(NativeResult result)
        => await IptablesTools.WasLockedAsync(result, Family, _scope.Backend)
            ? ToolErrors.LockTimeout(result.Command.CommandLine, IptablesArguments.LockSeconds)
            : ToolErrors.NativeCommandFailed(result.Command.CommandLine, result.ExitCode, result.StandardError);

    private static List<RuleEdit> Inverse(IReadOnlyList<RuleEdit> edits) => [.. edits.Reverse().Select(e => e.Inverse)];

    /// <summary>The call that makes several changes, without what they are.</summary>
    /// <exception cref="FirewallException">As <see cref="NativeRunner.PrepareAsync"/>.</exception>
    public static async Task<NativeCommand> RestoreCommandAsync(FirewallScope scope, AddressFamily family, CancellationToken cancellation)
        => await PrepareAsync(scope, new NativeCommand(
            await IptablesTools.ForAsync(family, scope.Backend, "-restore", cancellation), ["--noflush", "--wait", $"{IptablesArguments.LockSeconds}"]), cancellation);

    /// <summary>The call of the tool that makes the changes, or takes them back, without what they are.</summary>
    private static async Task<NativeCommand> CallAsync(FirewallScope scope, AddressFamily family, IReadOnlyList<RuleEdit> edits, CancellationToken cancellation)
        => edits.Count == 1
            ? await PrepareAsync(scope, new NativeCommand(await IptablesTools.ForAsync(family, scope.Backend, "", cancellation), []), cancellation)
            : await RestoreCommandAsync(scope, family, cancellation);

    private static NativeCommand Make(NativeCommand call, IReadOnlyList<RuleEdit> edits)
        => edits is [var only] ? call with { Arguments = [.. IptablesArguments.Start(only.Table), .. only.Arguments] } : call with { StandardInput = RestoreText(edits) };

    private static async Task<NativeCommand> PrepareAsync(FirewallScope scope, NativeCommand command, CancellationToken cancellation)
    {
        var prepared = await NativeRunner.PrepareAsync(command with { NetworkNamespace = scope.NetworkNamespace, Purpose = "change firewall rules" }, cancellation);
        return prepared with { HasOwnSession = await Elevation.WorksWithoutTerminalAsync(prepared) };
    }

    /// <summary>Without the deletions of rules that are not there any more, and with places that the chain has.</summary>
    private async Task<List<RuleEdit>> LeftOfAsync(IReadOnlyList<RuleEdit> edits)
    {
        var ruleset = await ReadAsync();
        var chains = edits.Select(e => (e.Table, e.Chain)).Distinct()
            .ToDictionary(place => place, place => ruleset.FindChain(place.Table, place.Chain)?.Rules.Select(r => r.Specification).ToList() ?? []);
        var left = new List<RuleEdit>();
        foreach (var edit in edits)
        {
            var there = chains[(edit.Table, edit.Chain)];
            if (edit.Number is { } number)
            {
                left.Add(edit with { Number = Math.Min(number, there.Count + 1) });
                there.Insert(left[^1].Number!.Value - 1, edit.Specification);
            }
            // Each copy of a rule answers for one deletion.
            else if (there.Remove(edit.Specification))
            {
                left.Add(edit);
            }
        }
        return left;
    }

    private static string RestoreText(IReadOnlyList<RuleEdit> edits)
    {
        var text = new StringBuilder().Append('*').Append(edits[0].Table).Append('\n');
        foreach (var edit in edits)
        {
            edit.WriteRestoreLineTo(text);
            text.Append('\n');
        }
        return text.Append("COMMIT\n").ToString();
    }
}
