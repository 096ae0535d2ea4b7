namespace PortFirewall;

/// <summary>
/// The package <c>iptables-services</c> of RHEL and its kin: <c>/etc/sysconfig/iptables</c> and <c>ip6tables</c>, a service for each (the package's
/// <c>iptables.init</c>, which <c>service iptables save</c> runs).
/// </summary>
internal sealed class IptablesServicesProvider : BootProvider
{
    public override string Name => "iptables-services";

    public override bool IsInstalled => File.Exists(ScriptOf(AddressFamily.IPv4));

    public override BootLoading? BootLoadingOf(AddressFamily family) => new(
        File.Exists(ScriptOf(family)) && SystemdUnits.IsEnabled($"{ServiceOf(family)}.service"), $"systemctl enable {ServiceOf(family)}");

    protected override async Task<SavePlan> PlanFilesAsync(SaveRequest request, CancellationToken cancellation)
    {
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
            targets.Add(new SaveTarget(family, file) { WithCounters = settings.GetValueOrDefault($"{prefix}_SAVE_COUNTER") == "yes" });
        }
        return new SavePlan(Name, targets) { Notes = notes };
    }

    private static string ScriptOf(AddressFamily family) => $"/usr/libexec/iptables/{ServiceOf(family)}.init";
}
