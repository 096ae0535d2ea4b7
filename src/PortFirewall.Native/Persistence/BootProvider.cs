namespace PortFirewall;

/// <summary>What all that loads rules at boot has in common: it does so into the host's own namespace, with the host's default iptables.</summary>
internal abstract class BootProvider : IPersistenceProvider
{
    public abstract string Name { get; }

    public abstract bool IsInstalled { get; }

    public abstract BootLoading? BootLoadingOf(AddressFamily family);

    public async Task<SavePlan> PlanAsync(SaveRequest request, CancellationToken cancellation)
    {
        if (!IsInstalled)
            throw ProofErrors.PersistenceProviderNotFound(Name);
        var plan = await PlanFilesAsync(request, cancellation);
        foreach (var target in plan.Targets)
        {
            // Rules of the other backend would come back at boot as rules of this one, in place of its own.
            if (request.Scope.Backend is { } backend && await IptablesTools.DefaultBackendAsync(target.Family, cancellation) != backend)
                throw ProofErrors.BackendNotSaved(backend, Name);
        }
        // A namespace has no boot of its own.
        return request.Scope.NetworkNamespace is not null ? plan
            : plan with { Targets = [.. plan.Targets.Select(t => t with { Boot = BootLoadingOf(t.Family) })] };
    }

    /// <summary>The files, as this host is set up.</summary>
    protected abstract Task<SavePlan> PlanFilesAsync(SaveRequest request, CancellationToken cancellation);

    /// <summary>The service of a family, where each has its own.</summary>
    protected static string ServiceOf(AddressFamily family) => family == AddressFamily.IPv4 ? "iptables" : "ip6tables";

    /// <summary>Whether options for <c>iptables-save</c> or <c>iptables-restore</c> keep the counters.</summary>
    protected static bool KeepCounters(IEnumerable<string> options) => options.Any(o => o is "-c" or "--counters");
}
