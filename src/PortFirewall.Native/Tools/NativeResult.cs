namespace PortFirewall;

/// <summary>How a native tool ended.</summary>
/// <param name="Command">What was run.</param>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="StandardOutput">Everything it printed; empty where the lines were handed on as they came.</param>
/// <param name="StandardError">Everything it complained about.</param>
internal sealed record NativeResult(NativeCommand Command, int ExitCode, string StandardOutput, string StandardError)
{
    /// <summary>This result, if the tool ended well.</summary>
    /// <exception cref="FirewallException"><c>NativeCommandFailed</c>.</exception>
    public NativeResult EnsureSuccess()
        => ExitCode == 0 ? this : throw ToolErrors.NativeCommandFailed(Command.CommandLine, ExitCode, StandardError);
}
