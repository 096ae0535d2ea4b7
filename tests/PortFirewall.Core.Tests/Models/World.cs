using CsCheck;

namespace PortFirewall.Core.Tests.Models;

/// <summary>The addresses, ports and interfaces that random packets have: those at the edges of what random rules ask for.</summary>
internal sealed class World
{
    public static readonly World IPv4 = new(AddressFamily.IPv4,
        ["0.0.0.0", "9.255.255.255", "10.0.0.0", "10.1.2.3", "10.1.2.4", "10.255.255.255", "11.0.0.0", "127.255.255.255", "128.0.0.0", "203.0.113.7", "255.255.255.255"],
        [0, 1, 8, 16, 24, 32, 32], ("eth0", "10.1.2.3"), ("eth1", "10.1.2.4"), ("ens3", "11.0.0.0"), ("wlan0", "203.0.113.7"));

    public static readonly World IPv6 = new(AddressFamily.IPv6,
        ["::", "::1", "2001:db8::1", "2001:db8::2", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::", "7fff:ffff::", "8000::", "fe80::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
        [0, 1, 32, 64, 127, 128], ("eth0", "2001:db8::1"), ("eth1", "2001:db8::2"), ("ens3", "8000::"), ("wlan0", "fe80::1"));

    private World(AddressFamily family, string[] addresses, int[] prefixes, params (string Interface, string Address)[] own)
    {
        Own = own.ToDictionary(o => o.Interface, o => AddressSets.ToNumber(System.Net.IPAddress.Parse(o.Address)), StringComparer.Ordinal);
        Family = family;
        Bits = family == AddressFamily.IPv4 ? 32 : 128;
        Addresses = [.. addresses.Select(a => AddressSets.ToNumber(System.Net.IPAddress.Parse(a)))];
        Prefixes = prefixes;
    }

    public AddressFamily Family { get; }

    public int Bits { get; }

    public UInt128[] Addresses { get; }

    public int[] Prefixes { get; }

    /// <summary>The host's own addresses, one for each interface.</summary>
    public Dictionary<string, UInt128> Own { get; }

    /// <summary>The same, as it would be read from the host.</summary>
    public HostFacts Facts => new()
    {
        Destinations = [.. Own.Select(o => new LocalDestination(LocalDestinationKind.Local, o.Key, AddressSets.Range(o.Value, o.Value)))],
    };

    public Gen<Packet> Packets => Gen.Select(
        Gen.Frequency((5, 6), (1, 17)), Gen.OneOf(Addresses), Gen.OneOf(Addresses), Ports, Ports, Gen.Frequency((3, "eth0"), (2, "eth1"), (1, "ens3"), (1, "wlan0"), (1, "lo")),
        Gen.Frequency((4, ConnectionStates.New), (1, ConnectionStates.Invalid), (1, ConnectionStates.Related), (1, ConnectionStates.Established), (1, ConnectionStates.Untracked)))
        .Select((protocol, source, destination, sourcePort, destinationPort, inInterface, state)
            => new Packet(protocol, source, destination, sourcePort, destinationPort, inInterface, state));

    private static Gen<int> Ports => Gen.Frequency((3, Gen.Const(2222)), (4, Gen.OneOf(0, 21, 22, 23, 1023, 1024, 1999, 2000, 3000, 3001, 65535)));

    public string Write(UInt128 address)
    {
        Span<byte> octets = stackalloc byte[Bits / 8];
        for (var i = octets.Length - 1; i >= 0; i--, address >>= 8)
            octets[i] = (byte)(address & 255);
        return new System.Net.IPAddress(octets).ToString();
    }

    /// <summary>Whether routing takes an address for a type (<c>net/netfilter/xt_addrtype.c</c>); in IPv6 an own address is unicast as well.</summary>
    public bool IsOfType(UInt128 address, string type)
    {
        var isMulticast = Family == AddressFamily.IPv4 ? address >> 28 == 14 : address >> 120 == 255;
        var isNobody = address == 0 || (Family == AddressFamily.IPv4 && address == uint.MaxValue);
        var isOwn = Own.ContainsValue(address);
        return type switch
        {
            "LOCAL" => isOwn,
            "MULTICAST" => isMulticast,
            _ => !isMulticast && !isNobody && (Family == AddressFamily.IPv6 || !isOwn),
        };
    }
}
