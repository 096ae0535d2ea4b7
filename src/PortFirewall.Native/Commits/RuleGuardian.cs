using System.Globalization;

namespace PortFirewall;

/// <summary>
/// Takes out the temporary rules of this process should it be killed: a shell in a session of its own, which waits for our end and knows our
/// rules by their mark. It is there before they are.
/// </summary>
internal sealed class RuleGuardian : IDisposable
{
    private static readonly string Script = EmbeddedScript.Read("guard.sh");

    private readonly TaskCompletionSource<string> _lastWord = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RuleGuardian()
    {
    }

    /// <summary>What a commit of this process is called, so that the guardian can wait for it.</summary>
    public static string CommitName { get; } = string.Create(CultureInfo.InvariantCulture, $"portfirewall-commit:{ProcessIdentity.Own.Id}/{ProcessIdentity.Own.Start}");

    /// <summary>Starts one for a firewall; it watches when this is done.</summary>
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>.</exception>
    public static async Task<RuleGuardian> StartAsync(FirewallScope scope, CancellationToken cancellation)
    {
        List<string> words = ["-c", Script, "portfirewall-guard", string.Create(CultureInfo.InvariantCulture, $"{ProcessIdentity.Own.Id}/{ProcessIdentity.Own.Start}")];
        foreach (var family in IPv6Support.IsPresent ? new[] { AddressFamily.IPv4, AddressFamily.IPv6 } : [AddressFamily.IPv4])
        {
            foreach (var suffix in new[] { "-save", "-restore" })
                words.Add((await IptablesTools.ForAsync(family, scope.Backend, suffix, cancellation)).RequirePath());
        }
        var guardian = new RuleGuardian();
        var ready = new TaskCompletionSource();
        var ended = NativeRunner.RunAsync(
            new NativeCommand(NativeTool.Shell, words)
            {
                NetworkNamespace = scope.NetworkNamespace,
                StandardInput = "",
                LaterInput = guardian._lastWord.Task,
                HasOwnSession = true,
                NeedsPrivilege = false,
                Timeout = Timeout.InfiniteTimeSpan,
            },
            LineTarget.To(_ => ready.TrySetResult()), CancellationToken.None);
        await await Task.WhenAny(ready.Task, ended);
        // Nobody waits for its end.
        _ = ended.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return guardian;
    }

    /// <summary>
    /// The rules are out: there is nothing left to do. It is told so, and ends by itself in the background; killed from here it could be left
    /// stopped for ever, as .NET stops a process before it kills it, and we may be killed between the two.
    /// </summary>
    public void Dispose() => _lastWord.TrySetResult("out\n");
}
