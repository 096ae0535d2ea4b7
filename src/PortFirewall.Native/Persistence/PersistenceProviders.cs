namespace PortFirewall;

/// <summary>Knows what can keep rules on this host.</summary>
internal static class PersistenceProviders
{
    /// <summary>The provider of that name; null for the one that the host has.</summary>
    /// <exception cref="FirewallException"><c>PersistenceProviderNotFound</c>.</exception>
    public static IPersistenceProvider Require(string? name)
        => (name is null or "netfilter-persistent") && NativeTool.NetfilterPersistent.FindPath() is not null
            ? new NetfilterPersistentProvider()
            : throw ProofErrors.PersistenceProviderNotFound(name);
}
