using System.Net.NetworkInformation;

namespace PortFirewall;

/// <summary>Lists network interfaces, which everybody may do in a network namespace of their own.</summary>
internal static class LocalInterfaces
{
    /// <summary>The interfaces of this process' own network namespace, or of another.</summary>
    /// <exception cref="FirewallException"><c>NetworkNamespaceNotFound</c>, <c>PrivilegeRequired</c>.</exception>
    public static Task<IReadOnlyList<LocalInterface>> ReadAsync(string? networkNamespace, CancellationToken cancellation)
        => NamespaceThread.RunAsync(networkNamespace, Read, "look into a network namespace", cancellation);

    private static IReadOnlyList<LocalInterface> Read()
        => [.. NetworkInterface.GetAllNetworkInterfaces().Select(i => new LocalInterface(
            i.Name, i.OperationalStatus.ToString().ToLowerInvariant(), [.. i.GetIPProperties().UnicastAddresses.Select(a => new IPNetworkAddress(a.Address, a.PrefixLength))]))];
}
