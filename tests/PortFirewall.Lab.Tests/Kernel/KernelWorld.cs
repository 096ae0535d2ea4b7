using System.Net;

namespace PortFirewall;

/// <summary>The small world in which random rules and packets meet each other often: a host with four interfaces, and who sends to it.</summary>
/// <param name="Family">The family.</param>
/// <param name="Own">Addresses of the host.</param>
/// <param name="Groups">Destinations that are this host's and many others' too: broadcast and multicast.</param>
/// <param name="Others">Addresses of senders, at the edges of the networks and next to them.</param>
/// <param name="OwnNetworks">What rules ask of a destination.</param>
/// <param name="OtherNetworks">What rules ask of a source.</param>
internal sealed record KernelWorld(
    AddressFamily Family, IReadOnlyList<string> Own, IReadOnlyList<string> Groups, IReadOnlyList<string> Others, IReadOnlyList<string> OwnNetworks, IReadOnlyList<string> OtherNetworks)
{
    public static readonly IReadOnlyList<string> Interfaces = ["eth0", "eth1", "docker0", "wlan0"];

    private static readonly KernelWorld IPv4 = new(
        AddressFamily.IPv4,
        ["198.51.100.1", "198.51.100.129", "192.168.0.1", "172.17.0.1"],
        ["198.51.100.255", "255.255.255.255", "224.0.0.1"],
        ["203.0.113.0", "203.0.113.63", "203.0.113.64", "203.0.113.127", "203.0.113.128", "203.0.113.255", "203.0.114.0", "203.0.112.255", "10.0.0.0", "10.255.255.255",
            "11.0.0.0", "9.255.255.255", "192.168.0.2", "192.168.255.255", "192.169.0.0", "126.255.255.255", "128.0.0.0", "1.0.0.0", "223.255.255.255", "198.51.100.2"],
        ["198.51.100.1/32", "198.51.100.0/25", "198.51.100.128/25", "192.168.0.0/16", "0.0.0.0/0", "172.16.0.0/12", "128.0.0.0/1", "198.51.100.129/32"],
        ["203.0.113.0/24", "203.0.113.0/26", "203.0.113.128/25", "203.0.113.64/32", "10.0.0.0/8", "192.168.0.0/16", "0.0.0.0/1", "128.0.0.0/1", "0.0.0.0/0", "203.0.112.0/22"]);

    private static readonly KernelWorld IPv6 = new(
        AddressFamily.IPv6,
        ["2001:db8::1", "2001:db8:0:8000::1", "fd00::1", "2001:db8:1::ffff"],
        ["ff02::1"],
        ["2001:db8:7::", "2001:db8:7:ffff:ffff:ffff:ffff:ffff", "2001:db8:8::", "2001:db8:6:ffff:ffff:ffff:ffff:ffff", "2001:db8:7:7fff:ffff:ffff:ffff:ffff", "2001:db8:7:8000::",
            "fd00::2", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe00::1", "7fff:ffff::1", "8000::", "2001:db8::2", "fc00::"],
        ["2001:db8::1/128", "2001:db8::/49", "2001:db8::/48", "fd00::/8", "::/0", "8000::/1", "2001:db8:0:8000::1/128"],
        ["2001:db8:7::/48", "2001:db8:7::/49", "2001:db8:7:8000::/128", "fd00::/8", "fc00::/7", "::/1", "8000::/1", "::/0", "2001:db8:6::/47"]);

    public static KernelWorld Of(AddressFamily family) => family == AddressFamily.IPv4 ? IPv4 : IPv6;

    /// <summary>What the module reads of the host, as it reads it.</summary>
    public async Task<HostFacts> ReadFactsAsync(Twin twin) => new()
    {
        Destinations = LocalRouteReader.Read(
            await PrintAsync(twin, NativeTool.Ip, "-json", Family == AddressFamily.IPv4 ? "-4" : "-6", "route", "show", "table", "local"), Family),
        BridgedInterfaces = BridgeReader.Read(await PrintAsync(twin, NativeTool.Ip, "-json", "-details", "link", "show"), Family, callsIptables: true),
        HasIpsec = (await PrintAsync(twin, NativeTool.Ip, "xfrm", "state", "count")).Trim() != "SAD count 0",
        Sets = IpsetReader.Read(await PrintAsync(twin, NativeTool.Ipset, "save")),
    };

    /// <summary>A host of both families.</summary>
    public static TwinPlan Plan => new([.. Interfaces.Select((name, i) => new TwinInterface(name,
    [
        // One of them is in a network with a broadcast address.
        (IPAddress.Parse(IPv4.Own[i]), name == "eth1" ? 25 : 32),
        (IPAddress.Parse(IPv6.Own[i]), 128),
    ]))]) { Forwards = true };

    private static async Task<string> PrintAsync(Twin twin, NativeTool tool, params string[] arguments)
        => (await twin.RunAsync(tool, arguments, null, CancellationToken.None)).StandardOutput;
}
