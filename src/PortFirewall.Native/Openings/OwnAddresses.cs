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

    /// <summary>Why there is no address to probe.</summary>
    public static async Task<FirewallException> ExplainAsync(FirewallScope scope, PortRule rule, CancellationToken cancellation)
    {
        var own = await HostFactsReader.ReadDestinationsAsync(scope.NetworkNamespace, rule.Family, cancellation) ?? [];
        return own.Count > 0 && rule.Destination is { } destination && !own.Any(d => d.Addresses.Overlaps(rule.Packets.Destinations))
            ? OpeningErrors.DestinationNotLocal(OfHost(destination), ServerAddress.Candidates(own, rule with { Destination = null }, []))
            : OpeningErrors.ProbeAddressUnknown(rule.Family, [], Narrowed(rule) is { Length: > 0 } narrowed ? narrowed : null);
    }

    /// <summary>An error where no interface has the name that the rule asks for.</summary>
    public static async Task<FirewallException?> FindMissingInterfaceAsync(string? networkNamespace, PortRule rule, CancellationToken cancellation)
    {
        if (rule.InInterface is not { } asked)
            return null;
        var names = (await LocalInterfaces.ReadAsync(networkNamespace, cancellation)).Select(i => i.Name).ToList();
        return names.Exists(name => rule.Packets.InInterfaces.Contains(new InterfaceName(name))) ? null : OpeningErrors.InterfaceNotFound(asked, names, networkNamespace);
    }

    private static string Narrowed(PortRule rule)
        => string.Join(" and ", new[] { rule.InInterface is { } name ? $"-InInterface {name}" : null, rule.Destination is { } to ? $"-Destination {OfHost(to)}" : null }.OfType<string>());

    /// <summary>A single address without the length of its prefix.</summary>
    private static string OfHost(string network)
        => network.EndsWith("/32", StringComparison.Ordinal) && !network.Contains(':', StringComparison.Ordinal) ? network[..^3]
            : network.EndsWith("/128", StringComparison.Ordinal) ? network[..^4] : network;

    /// <summary>The address that the host uses towards the world; null where it has no way there.</summary>
    public static Task<IPAddress?> UsualAsync(string? networkNamespace, AddressFamily family, CancellationToken cancellation)
        => NamespaceThread.RunAsync(networkNamespace, () => RouteLookup.Find(family == AddressFamily.IPv4 ? SomewhereIPv4 : SomewhereIPv6).Source, Purpose, cancellation);
}
