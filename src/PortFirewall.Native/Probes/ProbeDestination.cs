using System.Net;

namespace PortFirewall;

/// <summary>One address to try, and what the vantage's routing says about it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Source">The address that the vantage would send from; null where it has no way there.</param>
/// <param name="IsOwn">Whether the address belongs to the vantage itself.</param>
internal sealed record ProbeDestination(IPAddress Address, IPAddress? Source, bool IsOwn)
{
    /// <summary>The interface that the vantage would send by; null where it has no way there.</summary>
    public string? Interface { get; init; }

    public AddressFamily Family => Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? AddressFamily.IPv6 : AddressFamily.IPv4;
}
