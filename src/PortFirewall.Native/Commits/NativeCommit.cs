using System.Globalization;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Makes changes that take several calls of native tools, also where this process is killed on the way: they are handed over whole to a
/// shell in a session of its own, which brings them to their end by itself.
/// </summary>
internal static class NativeCommit
{
    private static readonly string Script = EmbeddedScript.Read("commit.sh");
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    /// <summary>Makes the changes in order, all of them or none. Nobody can stop that: half of it is what must not be.</summary>
    /// <param name="steps">The changes, all for one firewall, with what takes them back.</param>
    /// <returns>What became of each.</returns>
    /// <exception cref="FirewallException">
    /// As <see cref="NativeRunner"/>, before anything ran; <c>NativeCommandFailed</c>, where nobody knows what ran because somebody ended the shell.
    /// </exception>
    public static Task<IReadOnlyList<CommitOutcome>> MakeAllAsync(IReadOnlyList<CommitStep> steps) => RunAsync("all", steps);

    /// <summary>Makes each change in order, whatever becomes of the others.</summary>
    /// <inheritdoc cref="MakeAllAsync"/>
    public static Task<IReadOnlyList<CommitOutcome>> MakeEachAsync(IReadOnlyList<NativeCommand> calls)
        => RunAsync("each", [.. calls.Select(call => new CommitStep(call, null))]);

    private static async Task<IReadOnlyList<CommitOutcome>> RunAsync(string mode, IReadOnlyList<CommitStep> steps)
    {
        var input = new StringBuilder();
        var lines = 0;
        List<string> words = ["-c", Script, RuleGuardian.CommitName, mode];
        foreach (var call in steps.SelectMany(step => new[] { step.Make, step.TakeBack }))
        {
            var count = Append(input, call?.StandardInput);
            List<string> callWords = call is null ? [] : Bounded(call);
            words.AddRange([Number(count == 0 ? 0 : lines + 1), Number(count == 0 ? 0 : lines + count), Number(callWords.Count), .. callWords]);
            lines += count;
        }
        var first = steps[0].Make;
        var shell = new NativeCommand(NativeTool.Shell, words)
        {
            NetworkNamespace = EntersByShell(first) ? first.NetworkNamespace : null,
            StandardInput = input.Append("commit\n").ToString(),
            NeedsPrivilege = false,
            Purpose = first.Purpose,
            HasOwnSession = await Elevation.WorksWithoutTerminalAsync(first),
            Timeout = steps.Aggregate(Slack, (sum, step) => sum + step.Make.Timeout + (step.TakeBack?.Timeout ?? TimeSpan.Zero)),
        };
        var result = await NativeRunner.RunAsync(shell, CancellationToken.None);
        return CommitReport.Read(result.StandardOutput, steps)
            ?? throw ToolErrors.NativeCommandFailed(string.Join(" && ", steps.Select(s => s.Make.CommandLine)), result.ExitCode, result.StandardError);
    }

    /// <summary>Whether the shell is in the namespace, once for all calls; through sudo it is each call that has to enter it.</summary>
    private static bool EntersByShell(NativeCommand call) => !call.ThroughSudo;

    /// <summary>The call with a bound on its time. A tool that sudo started can only be asked to end; any other is ended.</summary>
    private static List<string> Bounded(NativeCommand call)
    {
        var words = NativeRunner.WordsOf(EntersByShell(call) ? call with { NetworkNamespace = null } : call);
        if (NativeTool.Timeout.FindPath() is { } timeout)
            words.InsertRange(0, [timeout, .. call.ThroughSudo ? Array.Empty<string>() : ["-s", "KILL"], Number((int)call.Timeout.TotalSeconds)]);
        return words;
    }

    /// <returns>How many lines were added.</returns>
    private static int Append(StringBuilder input, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return 0;
        input.Append(text);
        if (!text.EndsWith('\n'))
            input.Append('\n');
        return text.Count(c => c == '\n') + (text.EndsWith('\n') ? 0 : 1);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
