namespace PortFirewall;

/// <summary>The sets of <c>ipset</c> as a file keeps them.</summary>
internal static class SavedSets
{
    /// <summary>The command that prints them.</summary>
    public static NativeCommand Command(FirewallScope scope)
        => new(NativeTool.Ipset, ["save"]) { NetworkNamespace = scope.NetworkNamespace, Purpose = "read sets" };

    /// <summary>All sets with their entries.</summary>
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>, <c>NativeCommandFailed</c>.</exception>
    public static async Task<string> ReadAsync(FirewallScope scope, CancellationToken cancellation)
        => (await NativeRunner.RunAsync(Command(scope), cancellation)).EnsureSuccess().StandardOutput;
}
