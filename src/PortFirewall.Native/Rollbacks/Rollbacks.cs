using System.Buffers;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>The timed rollbacks of this machine. A script owns their state, which outlives every process of ours.</summary>
internal static class Rollbacks
{
    /// <summary>Exit status of the script: somebody else decided first.</summary>
    private const int Late = 3;

    /// <summary>Exit status of the script: no such rollback.</summary>
    private const int NotThere = 4;

    /// <summary>Exit status of the script: no way leads to its network namespace.</summary>
    private const int OutOfReach = 5;

    private const int IdLength = 8;
    private const string Purpose = "look at, confirm or take back firewall changes under a timer";

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The network namespace of this process, as the kernel names it.</summary>
    private static string OwnIdentity => File.ResolveLinkTarget("/proc/self/ns/net", returnFinalTarget: false)?.Name ?? "";

    /// <summary>Starts the timer; once this returns, it runs, and depends on nothing of this process.</summary>
    /// <exception cref="FirewallException"><c>RollbackNotArmed</c>, <c>PrivilegeRequired</c>, <c>NetworkNamespaceNotFound</c>.</exception>
    public static async Task<IptablesRollback> ArmAsync(RollbackRequest request, CancellationToken cancellation)
    {
        if (request.Scope.NetworkNamespace is { } name)
            NetworkNamespaces.Require(name);
        var id = NewId();
        var input = RollbackScript.Input(await FactsAsync(request, cancellation), [.. request.RealChanges]);
        var result = await RunAsync(["arm", id], CancellationToken.None, input);
        return result.ExitCode == 0 && RollbackListReader.Read(result.StandardOutput) is [var rollback]
            ? rollback : throw RollbackErrors.RollbackNotArmed(result.StandardError);
    }

    /// <summary>The change has been made whole.</summary>
    /// <returns>What has become of the rollback, where its time was up before that; otherwise null.</returns>
    public static async Task<IptablesRollback?> SettleAsync(string id)
    {
        var result = await RunAsync(["made", id], CancellationToken.None);
        return result.ExitCode == Late ? One(result) : null;
    }

    /// <summary>The change has not been made, or is taken back already.</summary>
    public static Task ForgetAsync(string id) => RunAsync(["void", id], CancellationToken.None);

    /// <summary>All rollbacks that can still be seen, or one.</summary>
    /// <exception cref="FirewallException"><c>RollbackNotFound</c>, <c>InvalidRollbackId</c>, <c>PrivilegeRequired</c>.</exception>
    public static async Task<IReadOnlyList<IptablesRollback>> ListAsync(string? id, CancellationToken cancellation)
    {
        var result = await RunAsync(id is null ? ["list"] : ["list", CheckId(id)], cancellation);
        var rollbacks = result.ExitCode == NotThere ? [] : RollbackListReader.Read(result.StandardOutput);
        // A folder without a state is being made, or was made by somebody else.
        return id is null || rollbacks.Count > 0 ? rollbacks : throw RollbackErrors.RollbackNotFound(id);
    }

    /// <summary>Those of one firewall: of a namespace by its name, or of the one that this process is in.</summary>
    /// <inheritdoc cref="ListAsync(string?, CancellationToken)"/>
    public static async Task<IReadOnlyList<IptablesRollback>> ListAsync(FirewallScope scope, CancellationToken cancellation)
    {
        var own = OwnIdentity;
        return [.. (await ListAsync(id: null, cancellation)).Where(r => (scope.NetworkNamespace is { } name ? r.IsIn(name) : r.IsOf(own))
            && (scope.Backend is null || r.Backend is null || r.Backend == scope.Backend))];
    }

    /// <summary>Whether somebody here means it where they name no namespace: not one of a namespace without a name that we are not in.</summary>
    public static bool IsInSight(IptablesRollback rollback) => rollback.NetworkNamespace is not null || rollback.Identity == OwnIdentity;

    /// <summary>Keeps a change: the timer does not take it back any more.</summary>
    /// <exception cref="FirewallException"><c>ChangeRolledBack</c>, <c>RollbackFailed</c>, <c>RollbackNotSettled</c>, <c>RollbackNotWritten</c>, <c>RollbackNotFound</c> …</exception>
    public static Task<IptablesRollback> ConfirmAsync(string id) => DecideAsync("confirm", id, rollback => rollback.State switch
    {
        IptablesRollbackState.RolledBack => RollbackErrors.ChangeRolledBack(rollback),
        IptablesRollbackState.Failed => RollbackErrors.RollbackFailed(rollback),
        IptablesRollbackState.Pending => RollbackErrors.RollbackNotWritten(rollback),
        _ => RollbackErrors.RollbackNotSettled(rollback),
    });

    /// <summary>Takes a change back now.</summary>
    /// <exception cref="FirewallException"><c>ChangeConfirmed</c>, <c>RollbackOutOfReach</c>, <c>RollbackFailed</c>, <c>RollbackNotSettled</c>, <c>RollbackNotWritten</c>, <c>RollbackNotFound</c> …</exception>
    public static Task<IptablesRollback> UndoAsync(string id) => DecideAsync("undo", id, rollback => rollback.State switch
    {
        IptablesRollbackState.Confirmed => RollbackErrors.ChangeConfirmed(rollback),
        IptablesRollbackState.Failed => RollbackErrors.RollbackFailed(rollback),
        IptablesRollbackState.Pending => RollbackErrors.RollbackNotWritten(rollback),
        _ => RollbackErrors.RollbackNotSettled(rollback),
    });

    /// <summary>What goes with a change that is taken back: later ones of the same rules that nobody has decided yet, and what goes with those.</summary>
    public static async Task<IReadOnlyList<IptablesRollback>> GoingWithAsync(string id, CancellationToken cancellation)
    {
        List<string> known = [CheckId(id)];
        for (var i = 0; i < known.Count; i++)
        {
            var result = await RunAsync(["later", known[i]], cancellation);
            known.AddRange(TextLines.Of(result.StandardOutput).Except(known, StringComparer.Ordinal).Where(line => line.Length == IdLength).ToList());
        }
        var all = known.Count == 1 ? [] : await ListAsync(id: null, cancellation);
        return [.. all.Where(r => known.Skip(1).Contains(r.Id, StringComparer.Ordinal))];
    }

    private static async Task<IptablesRollback> DecideAsync(string action, string id, Func<IptablesRollback, FirewallException> late)
    {
        // Nobody may stop us between the decision and knowing of it.
        var result = await RunAsync([action, CheckId(id)], CancellationToken.None);
        var rollback = One(result);
        if (result.ExitCode == NotThere || rollback is null)
            throw RollbackErrors.RollbackNotFound(id);
        return result.ExitCode switch
        {
            0 => rollback,
            OutOfReach => throw RollbackErrors.RollbackOutOfReach(rollback),
            _ => throw late(rollback),
        };
    }

    private static IptablesRollback? One(NativeResult result) => RollbackListReader.Read(result.StandardOutput) is [var rollback] ? rollback : null;

    /// <summary>Begins with a letter, so that nobody's shell takes it for a number.</summary>
    private static string NewId() => $"{"abcdef"[RandomNumberGenerator.GetInt32(6)]}{RandomNumberGenerator.GetHexString(IdLength - 1, lowercase: true)}";

    private static async Task<List<string>> FactsAsync(RollbackRequest request, CancellationToken cancellation)
    {
        List<string> facts = [$"seconds {request.Seconds}", $"command {request.Command}", $"netns {request.Scope.NetworkNamespace}"];
        foreach (var change in request.RealChanges)
        {
            var family = change.AddressFamily == AddressFamily.IPv4 ? 4 : 6;
            facts.Add($"family {family}");
            // The plain name may lead to another backend by then: what it leads to now is what changed the rules.
            var own = await IptablesTools.BackendOfAsync(change.AddressFamily, request.Scope.Backend, cancellation);
            facts.Add($"backend {own}");
            foreach (var action in (string[])["save", "restore"])
                facts.Add($"{action}{family} {await PathOfAsync(change.AddressFamily, own, "-" + action, cancellation)}");
        }
        return facts;
    }

    private static async Task<string> PathOfAsync(AddressFamily family, IptablesBackend backend, string suffix, CancellationToken cancellation)
    {
        var plain = await IptablesTools.ForAsync(family, backend, suffix, cancellation);
        var name = (family == AddressFamily.IPv4 ? "iptables" : "ip6tables") + (backend == IptablesBackend.Nft ? "-nft" : "-legacy") + suffix;
        return new NativeTool(name, "iptables").FindPath() ?? plain.RequirePath();
    }

    private static string CheckId(string id)
        => id.Length == IdLength && !id.AsSpan().ContainsAnyExcept(IdCharacters) ? id.ToLowerInvariant() : throw RollbackErrors.InvalidRollbackId(id);

    private static Task<NativeResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation, string? input = null)
        => NativeRunner.RunAsync(RollbackScript.Call(Purpose, arguments) with { StandardInput = input, HasOwnSession = Environment.IsPrivilegedProcess }, cancellation);
}
