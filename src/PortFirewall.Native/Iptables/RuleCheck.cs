namespace PortFirewall;

/// <summary>Asks iptables itself whether a rule is there.</summary>
internal static class RuleCheck
{
    /// <summary>The check as it is run.</summary>
    public static async Task<NativeCommand> CommandAsync(
        FirewallScope scope, AddressFamily family, string table, string chain, IReadOnlyList<string> rule, CancellationToken cancellation)
        => new(await IptablesTools.ForAsync(family, scope.Backend, "", cancellation), [.. IptablesArguments.Start(table), "--check", chain, .. rule])
        {
            NetworkNamespace = scope.NetworkNamespace,
            Purpose = "read firewall rules",
        };

    /// <summary>
    /// Status 0 is yes, 1 is no, anything else is an error (<c>iptables(8)</c>, DIAGNOSTICS). A missing chain ends with status 1
    /// as well, so whoever asks has to know already that the chain is there.
    /// </summary>
    public static async Task<bool> RunAsync(NativeCommand check, CancellationToken cancellation)
    {
        var result = await NativeRunner.RunAsync(check, cancellation);
        return result.ExitCode switch
        {
            0 => true,
            1 => false,
            _ => throw ToolErrors.NativeCommandFailed(check.CommandLine, result.ExitCode, result.StandardError),
        };
    }
}
