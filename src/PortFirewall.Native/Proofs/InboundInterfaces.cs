using System.Net;

namespace PortFirewall;

/// <summary>Finds by which interfaces of a network namespace hosts are reached, and as a rule come in; and which addresses are its own.</summary>
internal static class InboundInterfaces
{
    /// <summary>The interface of each address; what has none, or is the namespace's own, is left out.</summary>
    public static async Task<IReadOnlyDictionary<IPAddress, string>> FindAsync(string? networkNamespace, IEnumerable<PortProbe> probes, CancellationToken cancellation)
    {
        // A link-local address is of the interface that the vantage names, by a number that means another one here.
        var from = probes.Select(p => p.LocalAddress).OfType<IPAddress>().Where(a => !a.IsIPv6LinkLocal).Distinct().ToList();
        if (from.Count == 0 || await Elevation.DetectAsync(NativeTool.Ip, cancellation) != FirewallElevation.Root)
            return new Dictionary<IPAddress, string>();
        return await NamespaceThread.RunAsync(networkNamespace, () => Find(from), "look into a network namespace", cancellation);
    }

    /// <summary>Which of the probed addresses are none of the namespace's own.</summary>
    public static async Task<IReadOnlySet<IPAddress>> FindForeignAsync(string? networkNamespace, IEnumerable<PortProbe> probes, CancellationToken cancellation)
    {
        var to = probes.Select(p => p.RemoteAddress).OfType<IPAddress>().Where(a => !a.IsIPv6LinkLocal).Distinct().ToList();
        if (to.Count == 0 || await Elevation.DetectAsync(NativeTool.Ip, cancellation) != FirewallElevation.Root)
            return new HashSet<IPAddress>();
        return await NamespaceThread.RunAsync(networkNamespace, () => to.Where(a => RouteLookup.Find(a) is { IsOwn: false, Interface: not null }).ToHashSet(), "look into a network namespace", cancellation);
    }

    private static Dictionary<IPAddress, string> Find(List<IPAddress> addresses)
        => addresses.Select(RouteLookup.Find).Where(d => d is { IsOwn: false, Interface: not null }).ToDictionary(d => d.Address, d => d.Interface!);
}
