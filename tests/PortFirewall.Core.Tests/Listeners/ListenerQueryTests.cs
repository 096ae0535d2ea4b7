using System.Net;

namespace PortFirewall;

public sealed class ListenerQueryTests
{
    private static readonly Services Known = new();

    [Fact]
    public void A_service_is_looked_up_in_each_protocol()
    {
        var ports = new ListenerQuery([], []).ReadPort("domain", Known);
        Assert.Equal(["tcp", "udp"], ports.Keys.Order());
    }

    [Fact]
    public void A_service_that_no_protocol_knows_is_an_error()
        => Assert.Equal("ServiceNotFound", Assert.Throws<FirewallException>(() => new ListenerQuery([], []).ReadPort("nosuch", Known)).ErrorId);

    [Fact]
    public void A_protocol_without_ports_is_an_error()
        => Assert.Equal("ProtocolWithoutPorts", Assert.Throws<FirewallException>(() => new ListenerQuery(["icmp"], [])).ErrorId);

    [Theory]
    [InlineData(AddressFamily.IPv4, true)]
    [InlineData(AddressFamily.IPv6, true)]
    public void A_dual_stack_listener_belongs_to_both_families(AddressFamily family, bool taken)
        => Assert.Equal(taken, new ListenerQuery(["TCP"], [family]).Takes(Listener(takesIPv4: true)));

    [Fact]
    public void An_IPv6_listener_is_not_for_IPv4()
        => Assert.False(new ListenerQuery([], [AddressFamily.IPv4]).Takes(Listener(takesIPv4: false)));

    [Fact]
    public void A_range_takes_both_of_its_ends()
    {
        var query = new ListenerQuery([], []);
        Assert.True(ListenerQuery.IsOn(Listener(true), query.ReadPort("2222-2223", Known)));
        Assert.True(ListenerQuery.IsOn(Listener(true), query.ReadPort("2221-2222", Known)));
        Assert.False(ListenerQuery.IsOn(Listener(true), query.ReadPort("2223-2224", Known)));
    }

    private static PortListener Listener(bool takesIPv4) => new()
    {
        Protocol = "tcp",
        AddressFamily = AddressFamily.IPv6,
        LocalAddress = IPAddress.IPv6Any,
        Port = 2222,
        Scope = ListenerScope.All,
        AcceptsIPv4 = takesIPv4,
        AcceptsIPv6 = true,
    };

    private sealed class Services : IServiceNames
    {
        public int? FindPort(string name, string protocol) => (name, protocol) is ("domain", "tcp" or "udp") ? 53 : null;
    }
}
