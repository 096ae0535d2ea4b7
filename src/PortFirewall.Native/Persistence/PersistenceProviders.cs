namespace PortFirewall;

/// <summary>Knows what can load rules at boot on this host.</summary>
internal static class PersistenceProviders
{
    public static IReadOnlyList<IPersistenceProvider> All { get; } =
        [new NetfilterPersistentProvider(), new IptablesServicesProvider(), new OpenRcProvider(), new SystemdProvider()];

    /// <summary>Those that the host has, those that are enabled at boot first.</summary>
    public static IReadOnlyList<IPersistenceProvider> InUse => [.. All.Where(p => p.IsInstalled).OrderByDescending(IsEnabled)];

    /// <summary>Those that load rules at boot: of several, one does so over the other.</summary>
    public static IReadOnlyList<string> Enabled => [.. All.Where(p => p.IsInstalled && IsEnabled(p)).Select(p => p.Name)];

    /// <summary>The provider of that name; null for the one that the host has.</summary>
    /// <exception cref="FirewallException"><c>PersistenceProviderNotFound</c>, <c>PersistenceProviderAmbiguous</c>.</exception>
    public static IPersistenceProvider Require(string? name)
    {
        var found = InUse.Where(p => name is null || p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        // One would load its file over the other's.
        return found.Count(IsEnabled) > 1 ? throw ProofErrors.PersistenceProviderAmbiguous([.. found.Where(IsEnabled).Select(p => p.Name)])
            : found.FirstOrDefault() ?? throw ProofErrors.PersistenceProviderNotFound(name, [.. InUse.Select(p => p.Name)]);
    }

    private static bool IsEnabled(IPersistenceProvider provider) => provider.BootLoadingOf(AddressFamily.IPv4)?.IsEnabled == true;
}
