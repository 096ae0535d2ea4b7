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
        var path = command.Tool.RequirePath();
        if (command.NetworkNamespace is { } name)
            NetworkNamespaces.Require(name);

        var elevation = FirewallElevation.Root;
        if (command.NeedsPrivilege || command.NetworkNamespace is not null)
        {
            var gate = command.NetworkNamespace is null ? command.Tool : NativeTool.Ip;
            elevation = await Elevation.DetectAsync(gate, cancellation);
            if (elevation == FirewallElevation.None)
                throw ToolErrors.PrivilegeRequired(command.Purpose);
        }

        List<string> words = [path, .. command.Arguments];
        if (command.NetworkNamespace is not null)
            words.InsertRange(0, [NativeTool.Ip.RequirePath(), "netns", "exec", command.NetworkNamespace]);
        if (elevation == FirewallElevation.Sudo)
            words.InsertRange(0, [NativeTool.Sudo.RequirePath(), "-n"]);
        return await ExecuteAsync(command, words, output, cancellation);
    }

    /// <summary>Runs a tool as this user, wherever it is: for finding out what this user may do.</summary>
    internal static Task<NativeResult> RunUnprivilegedAsync(NativeCommand command, CancellationToken cancellation)
        => ExecuteAsync(command, [command.Tool.RequirePath(), .. command.Arguments], PipeTarget.Null, cancellation);

    private static async Task<NativeResult> ExecuteAsync(
        NativeCommand command, List<string> words, PipeTarget output, CancellationToken cancellation)
    {
        var errors = new StringBuilder();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(command.Timeout);
        var process = Cli.Wrap(words[0])
            .WithArguments(words.Skip(1))
            .WithEnvironmentVariables(environment => environment.Set("LC_ALL", "C"))
            .WithStandardInputPipe(command.StandardInput is null ? PipeSource.Null : PipeSource.FromString(command.StandardInput, new UTF8Encoding(false)))
            .WithStandardOutputPipe(output)
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors, Encoding.UTF8))
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
        catch (CommandExecutionException failure)
        {
            throw ToolErrors.NativeCommandFailed(command.CommandLine, failure.ExitCode, failure.Message);
        }
    }
}
