namespace PortFirewall;

/// <summary>Looks at what there is to work with; nothing that is missing is an error here.</summary>
internal static class EnvironmentSurvey
{
    private static readonly string[] IptablesNames =
        ["iptables", "ip6tables", "iptables-nft", "ip6tables-nft", "iptables-legacy", "ip6tables-legacy"];

    public static async Task<FirewallEnvironment> TakeAsync(string? networkNamespace, CancellationToken cancellation)
    {
        if (networkNamespace is not null)
            NetworkNamespaces.Require(networkNamespace);
        var tools = new List<FirewallTool>();
        foreach (var name in IptablesNames)
        {
            var tool = new NativeTool(name, "iptables");
            if (tool.FindPath() is not { } path)
                continue;
            var version = await IptablesTools.VersionOfAsync(tool, cancellation);
            tools.Add(new FirewallTool { Name = name, Path = path, Version = version.Version, Backend = version.Backend });
        }
        foreach (var tool in new[] { NftSource.Nft, NativeTool.Ss, NativeTool.Ip, NativeTool.NetfilterPersistent })
        {
            if (tool.FindPath() is { } path)
                tools.Add(new FirewallTool { Name = tool.Name, Path = path });
        }
        var elevation = await ElevationAsync(networkNamespace, cancellation);
        var provider = PersistenceProviders.InUse is [var first, ..] ? first : null;
        return new FirewallEnvironment
        {
            Backend = tools.Find(t => t.Name == "iptables")?.Backend,
            Tools = tools,
            IPv6Enabled = elevation == FirewallElevation.None && networkNamespace is not null
                ? null : await IPv6Support.IsEnabledAsync(networkNamespace, cancellation),
            OtherHooks = await HookSurvey.TakeAsync(tools.Find(t => t.Name == "iptables")?.Backend, networkNamespace, cancellation),
            Managers = elevation == FirewallElevation.None || tools.Find(t => t.Name == "iptables") is null ? null : await ManagerSurvey.TakeAsync(networkNamespace, cancellation),
            PersistenceProvider = provider?.Name,
            PersistenceEnabledAtBoot = provider?.BootLoadingOf(AddressFamily.IPv4)?.IsEnabled,
            PersistenceEnabled = [.. PersistenceProviders.Enabled],
            Elevation = elevation,
            NetworkNamespace = networkNamespace,
        };
    }

    private static async Task<FirewallElevation> ElevationAsync(string? networkNamespace, CancellationToken cancellation)
        => await Elevation.DetectAsync(networkNamespace is null ? new NativeTool("iptables", "iptables") : NativeTool.Ip, cancellation);
}
