namespace PortFirewall;

/// <summary>
/// The services <c>iptables</c> and <c>ip6tables</c> of OpenRC. Where they keep the rules stands in <c>/etc/conf.d</c>: <c>/etc/iptables/rules-save</c> and
/// <c>rules6-save</c> on Alpine (aports, <c>main/iptables</c>), <c>/var/lib/iptables/rules-save</c> and <c>/var/lib/ip6tables/rules-save</c> on Gentoo
/// (<c>net-firewall/iptables</c>).
/// </summary>
internal sealed class OpenRcProvider : BootProvider
{
    public override string Name => "openrc";

    public override bool IsInstalled => File.Exists(ScriptOf(AddressFamily.IPv4)) && Directory.Exists(RunLevels.OpenRcFolder);

    public override BootLoading? BootLoadingOf(AddressFamily family)
        => new(File.Exists(ScriptOf(family)) && RunLevels.OpenRcStarts(ServiceOf(family)), $"rc-update add {ServiceOf(family)}");

    protected override async Task<SavePlan> PlanFilesAsync(SaveRequest request, CancellationToken cancellation)
    {
        var targets = new List<SaveTarget>();
        var notes = new List<string>();
        foreach (var family in request.Families)
        {
            var service = ServiceOf(family);
            var configuration = $"/etc/conf.d/{service}";
            var settings = ShellSettings.Read(await SavedFiles.ReadAsync(configuration, cancellation));
            var place = $"{service.ToUpperInvariant()}_SAVE";
            // Without the setting the service starts nothing, and says so (checkconfig).
            if (settings.GetValueOrDefault(place) is not { Length: > 0 } file)
                throw ProofErrors.SavingSwitchedOff(Name, configuration, place);
            // The service stores again what is in force when it stops, unless it is told not to.
            if (settings.GetValueOrDefault("SAVE_ON_STOP") is "yes" or "true" or "1" && request.ExcludesManaged)
                notes.Add(SaveNotes.SavedAgainAtStop(service, configuration, "SAVE_ON_STOP"));
            targets.Add(new SaveTarget(family, NamespaceFiles.PathIn(request.Scope.NetworkNamespace, file))
            {
                WithCounters = KeepCounters(settings.GetValueOrDefault("SAVE_RESTORE_OPTIONS", "").Split(' ')),
            });
        }
        return new SavePlan(Name, targets) { Notes = notes };
    }

    private static string ScriptOf(AddressFamily family) => $"/etc/init.d/{ServiceOf(family)}";
}
