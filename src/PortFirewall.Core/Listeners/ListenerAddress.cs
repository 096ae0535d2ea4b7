using System.Net;

namespace PortFirewall;

/// <summary>What a socket is bound to, as <c>ss</c> writes it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Interface">The interface (<c>SO_BINDTODEVICE</c>, or the zone of a link-local address); null for every one.</param>
/// <param name="IsEveryFamily">Whether it is <c>*</c>: an IPv6 socket that takes IPv4 as well.</param>
internal readonly record struct ListenerAddress(IPAddress Address, string? Interface, bool IsEveryFamily)
{
    public AddressFamily Family
        => Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? AddressFamily.IPv6 : AddressFamily.IPv4;

    public ListenerScope Scope
    {
        get
        {
            if (IPAddress.IsLoopback(Address) || Interface == "lo")
                return ListenerScope.Loopback;
            if (Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any))
                return ListenerScope.All;
            return Address.IsIPv6LinkLocal || IsIPv4LinkLocal(Address) ? ListenerScope.Link : ListenerScope.Address;
        }
    }

    /// <summary>Reads <c>0.0.0.0</c>, <c>[::1]</c>, <c>*</c>, <c>127.0.0.53%lo</c>, <c>[fe80::1]%eth0</c>; null where it is none of these.</summary>
    public static ListenerAddress? Read(string text)
    {
        var zone = text.IndexOf('%');
        var host = (zone < 0 ? text : text[..zone]).Trim('[', ']');
        var name = zone < 0 ? null : text[(zone + 1)..].Trim(']');
        if (name is { Length: 0 })
            return null;
        if (host == "*")
            return new ListenerAddress(IPAddress.IPv6Any, name, IsEveryFamily: true);
        if (!IPAddress.TryParse(host, out var address))
            return null;
        // An IPv6 socket that is bound to an IPv4 address (as Java does) takes IPv4 clients only.
        return new ListenerAddress(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, name, IsEveryFamily: false);
    }

    private static bool IsIPv4LinkLocal(IPAddress address) => address.GetAddressBytes() is [169, 254, _, _];
}
