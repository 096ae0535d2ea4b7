namespace PortFirewall;

/// <summary>
/// A unit of systemd that runs <c>iptables-restore FILE</c>: <c>iptables.service</c> on Arch (<c>/etc/iptables/iptables.rules</c>, its package
/// <c>iptables</c>), <c>iptables-restore.service</c> on Gentoo with systemd. The file is the one that the unit names.
/// </summary>
internal sealed class SystemdProvider : IPersistenceProvider
{
    public string Name => "systemd";

    public bool IsInstalled => UnitOf(AddressFamily.IPv4) is not null;

    public BootLoading? BootLoadingOf(AddressFamily family)
        => UnitOf(family) is { } unit ? new BootLoading(SystemdUnits.IsEnabled(unit.Name), $"systemctl enable {unit.Name}") : null;

    public Task<SavePlan> PlanAsync(SaveRequest request, CancellationToken cancellation)
        => Task.FromResult(new SavePlan(Name, [.. request.Families.Select(family =>
        {
            var unit = UnitOf(family) ?? throw ProofErrors.PersistenceProviderNotFound(Name);
            return new SaveTarget(family, NamespaceFiles.PathIn(request.Scope.NetworkNamespace, unit.File))
            {
                WithCounters = unit.WithCounters,
                Boot = request.Scope.NetworkNamespace is null ? BootLoadingOf(family) : null,
            };
        })]));

    private static (string Name, string File, bool WithCounters)? UnitOf(AddressFamily family)
    {
        var tool = family == AddressFamily.IPv4 ? "iptables" : "ip6tables";
        foreach (var name in new[] { $"{tool}.service", $"{tool}-restore.service" })
        {
            var words = SystemdUnits.ExecStartOf(name);
            if (words is [var program, .. var arguments] && Path.GetFileName(program) == $"{tool}-restore" && Array.FindLast(arguments, a => a.StartsWith('/')) is { } file)
                return (name, file, arguments.Contains("-c") || arguments.Contains("--counters"));
        }
        return null;
    }
}
