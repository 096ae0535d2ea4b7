using System.Net;

namespace PortFirewall;

/// <summary>Finds out by which addresses other hosts reach this one.</summary>
internal static class OwnAddresses
{
    private const string Purpose = "look into a network namespace";

    // Documentation addresses (RFC 5737, RFC 3849) are nobody's, so the way to them is the way to the world; nothing is sent.
    private static readonly IPAddress SomewhereIPv4 = IPAddress.Parse("203.0.113.1");
    private static readonly IPAddress SomewhereIPv6 = IPAddress.Parse("2001:db8::1");

    /// <summary>The addresses that the rule takes and the service listens on.</summary>
    public static async Task<IReadOnlyList<IPAddress>> ReadAsync(
        FirewallScope scope, PortRule rule, IReadOnlyList<PortListener> listeners, CancellationToken cancellation)
    {
        var own = await HostFactsReader.ReadDestinationsAsync(scope.NetworkNamespace, rule.Family, cancellation);
        return ServerAddress.Candidates(own ?? [], rule, listeners);
    }

    /// <summary>The address that the host uses towards the world; null where it has no way there.</summary>
    public static Task<IPAddress?> UsualAsync(string? networkNamespace, AddressFamily family, CancellationToken cancellation)
        => NamespaceThread.RunAsync(networkNamespace, () => RouteLookup.Find(family == AddressFamily.IPv4 ? SomewhereIPv4 : SomewhereIPv6).Source, Purpose, cancellation);
}
