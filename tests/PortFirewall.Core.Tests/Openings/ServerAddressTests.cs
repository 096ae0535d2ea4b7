using System.Net;

namespace PortFirewall.Core.Tests.Openings;

public sealed class ServerAddressTests
{
    private static readonly IReadOnlyList<LocalDestination> Own =
    [
        Local("lo", "127.0.0.0/8"), Local("lo", "127.0.0.1/32"), Local("eth0", "192.0.2.10/32"), Local("eth0", "192.0.2.11/32"),
        Local("eth1", "198.51.100.5/32"), Local("eth1", "169.254.7.7/32"), Local("eth2", "203.0.113.0/24"),
        new(LocalDestinationKind.Broadcast, "eth0", AddressSets.ReadNetwork("192.0.2.255/32", AddressFamily.IPv4)!),
    ];

    [Fact]
    public void Loopback_link_local_broadcast_and_whole_networks_are_no_choice()
        => Assert.Equal("192.0.2.10 192.0.2.11 198.51.100.5", Candidates(Rule));

    [Fact]
    public void The_inbound_interface_narrows_the_choice()
        => Assert.Equal("198.51.100.5", Candidates(Rule with { InInterface = "eth1" }));

    [Fact]
    public void The_destination_narrows_the_choice()
        => Assert.Equal("192.0.2.11", Candidates(Rule with { Destination = "192.0.2.11/32" }));

    [Fact]
    public void So_does_the_address_that_the_service_listens_on()
        => Assert.Equal("192.0.2.11", Candidates(Rule, Listener("192.0.2.11", ListenerScope.Address), Listener("127.0.0.1", ListenerScope.Loopback)));

    [Fact]
    public void A_service_on_all_addresses_narrows_nothing()
        => Assert.Equal("192.0.2.10 192.0.2.11 198.51.100.5", Candidates(Rule, Listener("192.0.2.11", ListenerScope.Address), Listener("0.0.0.0", ListenerScope.All)));

    [Fact]
    public void Of_several_the_usual_one_is_taken_and_otherwise_none()
    {
        IPAddress[] several = [IPAddress.Parse("192.0.2.10"), IPAddress.Parse("198.51.100.5")];
        Assert.Equal(several[1], ServerAddress.Choose(several, several[1]));
        Assert.Null(ServerAddress.Choose(several, IPAddress.Parse("203.0.113.9")));
        Assert.Null(ServerAddress.Choose(several, null));
        Assert.Equal(several[0], ServerAddress.Choose([several[0]], null));
        Assert.Null(ServerAddress.Choose([], several[0]));
    }

    private static PortRule Rule => new() { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(2222, 2222) };

    private static string Candidates(PortRule rule, params PortListener[] listeners) => string.Join(' ', ServerAddress.Candidates(Own, rule, listeners));

    private static LocalDestination Local(string device, string network)
        => new(LocalDestinationKind.Local, device, AddressSets.ReadNetwork(network, AddressFamily.IPv4)!);

    private static PortListener Listener(string address, ListenerScope scope) => new()
    {
        Protocol = "tcp",
        AddressFamily = AddressFamily.IPv4,
        LocalAddress = IPAddress.Parse(address),
        Port = 2222,
        Scope = scope,
        AcceptsIPv4 = true,
        AcceptsIPv6 = false,
    };
}
