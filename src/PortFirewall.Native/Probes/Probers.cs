namespace PortFirewall;

/// <summary>Knows the prober for each kind of place.</summary>
internal static class Probers
{
    /// <summary>The prober of a place, which is checked to be there.</summary>
    /// <exception cref="FirewallException"><c>InvalidNetworkNamespaceName</c>, <c>NetworkNamespaceNotFound</c>.</exception>
    public static IProber For(Vantage vantage, ProbeSlots slots)
    {
        switch (vantage)
        {
            case HostVantage:
                return new LocalProber(vantage, networkNamespace: null, slots);
            case NamespaceVantage { Name: var name }:
                NetworkNamespaces.Require(name);
                return new LocalProber(vantage, name, slots);
            default:
                throw InputErrors.InvalidVantage(vantage.Text);
        }
    }
}
