namespace PortFirewall;

/// <summary>Knows the prober for each kind of place.</summary>
internal static class Probers
{
    /// <summary>Checks that a place is there, as far as that can be told without going there.</summary>
    /// <returns>The place.</returns>
    /// <exception cref="FirewallException"><c>InvalidNetworkNamespaceName</c>, <c>NetworkNamespaceNotFound</c>, <c>ToolNotFound</c>.</exception>
    public static Vantage Require(Vantage vantage)
    {
        if (vantage is NamespaceVantage { Name: var name })
            NetworkNamespaces.Require(name);
        if (vantage is SshVantage)
            _ = NativeTool.Ssh.RequirePath();
        return vantage;
    }

    /// <summary>The prober of a place.</summary>
    /// <inheritdoc cref="Require"/>
    public static IProber For(Vantage vantage, ProbeSlots slots) => Require(vantage) switch
    {
        HostVantage => new LocalProber(vantage, networkNamespace: null, slots),
        NamespaceVantage { Name: var name } => new LocalProber(vantage, name, slots),
        SshVantage ssh => new SshProber(ssh),
        _ => throw InputErrors.InvalidVantage(vantage.Text),
    };
}
