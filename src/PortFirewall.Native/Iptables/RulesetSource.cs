namespace PortFirewall;

/// <summary>Reads live rule sets from <c>iptables-save -c</c>, which says everything that the kernel knows of them.</summary>
internal static class RulesetSource
{
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>, <c>NativeCommandFailed</c>, <c>UnreadableRuleset</c>.</exception>
    public static async Task<IptablesRuleset> ReadAsync(FirewallScope scope, AddressFamily family, CancellationToken cancellation, string? table = null)
    {
        var (command, reader) = await PrepareAsync(scope, family, table, cancellation);
        // Lines are read while the tool prints: on a large rule set the reading costs next to nothing beside it.
        var result = await NativeRunner.RunAsync(command, LineTarget.ToTheLetter(reader.Add), cancellation);
        result.EnsureSuccess();
        return reader.Finish();
    }

    /// <summary>The call that prints the rules, and what reads its lines.</summary>
    public static async Task<(NativeCommand Command, RulesetReader Reader)> PrepareAsync(
        FirewallScope scope, AddressFamily family, string? table, CancellationToken cancellation)
    {
        var tool = await IptablesTools.ForAsync(family, scope.Backend, "-save", cancellation);
        var backend = await IptablesTools.BackendOfAsync(family, scope.Backend, cancellation);
        string[] arguments = table is null ? ["-c"] : ["-c", "-t", table];
        var command = new NativeCommand(tool, arguments)
        {
            NetworkNamespace = scope.NetworkNamespace,
            Purpose = "read firewall rules",
        };
        return (command, new RulesetReader(family, backend, scope.NetworkNamespace));
    }

    /// <summary>Reads several families side by side.</summary>
    public static async Task<IReadOnlyList<IptablesRuleset>> ReadAsync(
        FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation, string? table = null)
        => await Task.WhenAll(families.Select(family => ReadAsync(scope, family, cancellation, table)));
}
