namespace PortFirewall;

/// <summary>The tools that load a lab's rules: those of the backend asked for, or the ones that the host uses itself.</summary>
/// <param name="Backend">What stands behind them.</param>
/// <param name="Restore"><c>iptables-restore</c>, by the name that picks the backend.</param>
/// <param name="RestoreIPv6">The same for IPv6.</param>
internal sealed record LabTools(IptablesBackend Backend, NativeTool Restore, NativeTool RestoreIPv6)
{
    private const string Package = "iptables";

    /// <summary>Finds the tools, all of them before any is used.</summary>
    /// <exception cref="FirewallException"><c>ToolNotFound</c>.</exception>
    public static async Task<LabTools> FindAsync(IptablesBackend? asked, CancellationToken cancellation)
    {
        NativeTool.Ip.RequirePath();
        var infix = asked is null ? "" : "-" + asked.Value.ToString().ToLowerInvariant();
        var restore = new NativeTool($"iptables{infix}-restore", Package);
        var restoreIPv6 = new NativeTool($"ip6tables{infix}-restore", Package);
        restore.RequirePath();
        restoreIPv6.RequirePath();
        return new LabTools(asked ?? await DetectAsync(restore, cancellation), restore, restoreIPv6);
    }

    private static async Task<IptablesBackend> DetectAsync(NativeTool restore, CancellationToken cancellation)
    {
        var version = await NativeRunner.RunAsync(new NativeCommand(restore, ["--version"]) { NeedsPrivilege = false }, cancellation);
        // "iptables-restore v1.8.9 (nf_tables)"; before 1.8 there was one backend, and nothing in brackets.
        return version.StandardOutput.Contains("nf_tables", StringComparison.Ordinal) ? IptablesBackend.Nft : IptablesBackend.Legacy;
    }
}
