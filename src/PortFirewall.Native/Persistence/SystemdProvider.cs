namespace PortFirewall;

/// <summary>
/// A unit of systemd that runs <c>iptables-restore FILE</c>: <c>iptables.service</c> on Arch (<c>/etc/iptables/iptables.rules</c>, its package
/// <c>iptables</c>), <c>iptables-restore.service</c> on Gentoo with systemd. The file is the one that the unit names.
/// </summary>
internal sealed class SystemdProvider : BootProvider
{
    public override string Name => "systemd";

    public override bool IsInstalled => UnitOf(AddressFamily.IPv4) is not null;

    public override BootLoading? BootLoadingOf(AddressFamily family)
        => UnitOf(family) is { } unit ? new BootLoading(SystemdUnits.IsEnabled(unit.Name), $"systemctl enable {unit.Name}") : null;

    protected override Task<SavePlan> PlanFilesAsync(SaveRequest request, CancellationToken cancellation)
        => Task.FromResult(new SavePlan(Name, [.. request.Families.Select(family =>
        {
            var unit = UnitOf(family) ?? throw ProofErrors.PersistenceProviderNotFound(Name);
            return new SaveTarget(family, NamespaceFiles.PathIn(request.Scope.NetworkNamespace, unit.File)) { WithCounters = unit.WithCounters };
        })]));

    private static (string Name, string File, bool WithCounters)? UnitOf(AddressFamily family)
    {
        foreach (var name in new[] { $"{ServiceOf(family)}.service", $"{ServiceOf(family)}-restore.service" })
        {
            var words = SystemdUnits.ExecStartOf(name);
            if (words is [var program, .. var arguments] && Path.GetFileName(program) == $"{ServiceOf(family)}-restore" && Array.FindLast(arguments, a => a.StartsWith('/')) is { } file)
                return (name, file, KeepCounters(arguments));
        }
        return null;
    }
}
