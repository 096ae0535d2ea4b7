namespace PortFirewall;

/// <summary>The rule set as text for a file: exactly what <c>iptables-save</c> prints.</summary>
internal static class RulesetText
{
    public static async Task<string> ReadAsync(FirewallScope scope, AddressFamily family, CancellationToken cancellation)
        => (await NativeRunner.RunAsync(await CommandAsync(scope, family, cancellation), cancellation)).EnsureSuccess().StandardOutput;

    /// <summary>The command that prints it.</summary>
    public static async Task<NativeCommand> CommandAsync(FirewallScope scope, AddressFamily family, CancellationToken cancellation)
    {
        var tool = await IptablesTools.ForAsync(family, scope.Backend, "-save", cancellation);
        return new NativeCommand(tool, []) { NetworkNamespace = scope.NetworkNamespace, Purpose = "read firewall rules" };
    }

    /// <summary>Has iptables check a text without loading it (<c>iptables-restore --test</c>). Why it objects; null where it does not.</summary>
    public static async Task<string?> TestAsync(FirewallScope scope, AddressFamily family, string text, CancellationToken cancellation)
    {
        var tool = await IptablesTools.ForAsync(family, scope.Backend, "-restore", cancellation);
        var result = await NativeRunner.RunAsync(
            new NativeCommand(tool, ["--test"]) { NetworkNamespace = scope.NetworkNamespace, StandardInput = text, Purpose = "check saved rules" }, cancellation);
        return result.ExitCode == 0 ? null : $"{tool.Name} --test does not accept it: {result.StandardError.Trim()}";
    }
}
