using System.Text;
using CliWrap;
using CliWrap.Exceptions;

namespace PortFirewall;

/// <summary>Runs native tools: with an argument list and never a shell, under <c>LC_ALL=C</c>, with a bound on time, and stoppable.</summary>
internal static class NativeRunner
{
    /// <summary>Runs a tool to its end, whatever its exit status.</summary>
    /// <exception cref="FirewallException">
    /// <c>ToolNotFound</c>, <c>NetworkNamespaceNotFound</c>, <c>PrivilegeRequired</c> — all before anything ran — or <c>NativeCommandTimedOut</c>.
    /// </exception>
    public static async Task<NativeResult> RunAsync(NativeCommand command, CancellationToken cancellation)
    {
        var output = new StringBuilder();
        var result = await RunAsync(command, PipeTarget.ToStringBuilder(output, Encoding.UTF8), cancellation);
        return result with { StandardOutput = output.ToString() };
    }

    /// <summary>As <see cref="RunAsync(NativeCommand, CancellationToken)"/>, handing the output to <paramref name="output"/> while the tool writes it.</summary>
    public static async Task<NativeResult> RunAsync(NativeCommand command, PipeTarget output, CancellationToken cancellation)
    {
        var prepared = await PrepareAsync(command, cancellation);
        var words = WordsOf(prepared);
        if (prepared.HasOwnSession && NativeTool.Setsid.FindPath() is { } setsid)
            words.Insert(0, setsid);
        var result = await ExecuteAsync(prepared, words, output, cancellation);
        // Deleted since the check: then it was ip that failed.
        if (result.ExitCode != 0 && prepared.NetworkNamespace is not null)
            NetworkNamespaces.Require(prepared.NetworkNamespace);
        return result;
    }

    /// <summary>The words to run. It is a program that enters the namespace, never a thread of this process: see <see cref="NamespaceThread"/>.</summary>
    internal static List<string> WordsOf(NativeCommand prepared)
    {
        List<string> words = [prepared.Tool.RequirePath(), .. prepared.Arguments];
        if (prepared.NetworkNamespace is { } name)
            words.InsertRange(0, [NativeTool.Ip.RequirePath(), "netns", "exec", name]);
        if (prepared.ThroughSudo)
            words.InsertRange(0, [NativeTool.Sudo.RequirePath(), "-n"]);
        return words;
    }

    /// <summary>Checks that a command can be run, and how; nothing runs yet but the question to <c>sudo</c>.</summary>
    /// <exception cref="FirewallException"><c>ToolNotFound</c>, <c>NetworkNamespaceNotFound</c>, <c>PrivilegeRequired</c>.</exception>
    public static async Task<NativeCommand> PrepareAsync(NativeCommand command, CancellationToken cancellation)
    {
        _ = command.Tool.RequirePath();
        if (command.NetworkNamespace is { } name)
            NetworkNamespaces.Require(name);
        if (!command.NeedsPrivilege && command.NetworkNamespace is null)
            return command;
        // Through sudo, it is ip that runs as root and starts the tool.
        var gate = command.NetworkNamespace is null ? command.Tool : NativeTool.Ip;
        return await Elevation.DetectAsync(gate, cancellation) switch
        {
            FirewallElevation.Root => command,
            FirewallElevation.Sudo => command with { ThroughSudo = true },
            _ => throw ToolErrors.PrivilegeRequired(command.Purpose),
        };
    }

    /// <summary>Runs a tool as this user, wherever it is: for finding out what this user may do.</summary>
    internal static Task<NativeResult> RunUnprivilegedAsync(NativeCommand command, CancellationToken cancellation)
        => ExecuteAsync(command, [command.Tool.RequirePath(), .. command.Arguments], PipeTarget.Null, cancellation);

    private static PipeSource InputOf(NativeCommand command) => command switch
    {
        { StandardInput: null } => PipeSource.Null,
        { StandardInput: { } text, LaterInput: null } => PipeSource.FromBytes(RulesetBytes.Encode(text)),
        { StandardInput: { } text, LaterInput: { } later } => PipeSource.Create(async (stream, ended) =>
        {
            await stream.WriteAsync(RulesetBytes.Encode(text), ended);
            await stream.FlushAsync(ended);
            await stream.WriteAsync(RulesetBytes.Encode(await later.WaitAsync(ended)), ended);
        }),
    };

    private static async Task<NativeResult> ExecuteAsync(
        NativeCommand command, List<string> words, PipeTarget output, CancellationToken cancellation)
    {
        var errors = new BoundedText();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(command.Timeout);
        var process = Cli.Wrap(words[0])
            .WithArguments(words.Skip(1))
            .WithEnvironmentVariables(environment => environment.Set("LC_ALL", "C"))
            .WithStandardInputPipe(InputOf(command))
            .WithStandardOutputPipe(output)
            .WithStandardErrorPipe(errors.Target)
            .WithValidation(CommandResultValidation.None);
        try
        {
            var result = await process.ExecuteAsync(deadline.Token);
            return new NativeResult(command, result.ExitCode, "", errors.ToString());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw ToolErrors.NativeCommandTimedOut(command.CommandLine, command.Timeout);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw ToolErrors.ToolNotStarted(words[0], failure.Message, failure);
        }
        catch (CommandExecutionException failure)
        {
            throw ToolErrors.NativeCommandFailed(command.CommandLine, failure.ExitCode, failure.Message);
        }
    }
}
