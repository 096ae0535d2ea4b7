namespace PortFirewall;

/// <summary>
/// The package <c>iptables-services</c> of RHEL and its kin: <c>/etc/sysconfig/iptables</c> and <c>ip6tables</c>, a service for each (the package's
/// <c>iptables.init</c>, which <c>service iptables save</c> runs).
/// </summary>
internal sealed class IptablesServicesProvider : IPersistenceProvider
{
    public string Name => "iptables-services";

    public bool IsInstalled => File.Exists(ScriptOf(AddressFamily.IPv4));

    public BootLoading? BootLoadingOf(AddressFamily family) => new(
        File.Exists(ScriptOf(family)) && SystemdUnits.IsEnabled($"{ServiceOf(family)}.service"), $"systemctl enable {ServiceOf(family)}");

    public async Task<SavePlan> PlanAsync(SaveRequest request, CancellationToken cancellation)
    {
        if (!IsInstalled)
            throw ProofErrors.PersistenceProviderNotFound(Name);
        var targets = new List<SaveTarget>();
        var notes = new List<string>();
        foreach (var family in request.Families)
        {
            var service = ServiceOf(family);
            var file = NamespaceFiles.PathIn(request.Scope.NetworkNamespace, $"/etc/sysconfig/{service}");
            var settings = ShellSettings.Read(await SavedFiles.ReadAsync($"{file}-config", cancellation));
            var prefix = service.ToUpperInvariant();
            if (settings.GetValueOrDefault($"{prefix}_SAVE_ON_STOP") == "yes" && request.ExcludesManaged)
                notes.Add(SaveNotes.SavedAgainAtStop(service, $"{file}-config", $"{prefix}_SAVE_ON_STOP"));
            targets.Add(new SaveTarget(family, file)
            {
                WithCounters = settings.GetValueOrDefault($"{prefix}_SAVE_COUNTER") == "yes",
                Boot = request.Scope.NetworkNamespace is null ? BootLoadingOf(family) : null,
            });
        }
        return new SavePlan(Name, targets) { Notes = notes };
    }

    private static string ServiceOf(AddressFamily family) => family == AddressFamily.IPv4 ? "iptables" : "ip6tables";

    private static string ScriptOf(AddressFamily family) => $"/usr/libexec/iptables/{ServiceOf(family)}.init";
}
