namespace PortFirewall;

/// <summary>The tools that load a lab's rules.</summary>
/// <param name="Backend">What stands behind them.</param>
/// <param name="Restore"><c>iptables-restore</c>, by the name that leads to the backend.</param>
/// <param name="RestoreIPv6">The same for IPv6.</param>
internal sealed record LabTools(IptablesBackend Backend, NativeTool Restore, NativeTool RestoreIPv6)
{
    /// <summary>Finds the tools, all of them before any is used.</summary>
    /// <exception cref="FirewallException"><c>ToolNotFound</c>.</exception>
    public static async Task<LabTools> FindAsync(IptablesBackend? asked, CancellationToken cancellation)
    {
        const string Suffix = "-restore";
        NativeTool.Ip.RequirePath();
        var backend = await IptablesTools.BackendOfAsync(AddressFamily.IPv4, asked, cancellation);
        var tools = new LabTools(
            backend,
            await IptablesTools.ForAsync(AddressFamily.IPv4, backend, Suffix, cancellation),
            await IptablesTools.ForAsync(AddressFamily.IPv6, backend, Suffix, cancellation));
        tools.Restore.RequirePath();
        tools.RestoreIPv6.RequirePath();
        return tools;
    }
}
