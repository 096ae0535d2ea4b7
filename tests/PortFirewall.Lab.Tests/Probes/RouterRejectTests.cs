using System.Net;

namespace PortFirewall;

/// <summary>A filter that is not the host asked: a router on the way to it, which the lab's server is for the addresses behind it.</summary>
public sealed class RouterRejectTests : IDisposable
{
    private readonly TestLab _lab = TestLab.Create().WithEveryIcmpError();

    public RouterRejectTests()
    {
        _lab.InServer("sysctl", "-q", "-w", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        _lab.InServer("ip", "link", "add", "far", "type", "veth", "peer", "name", "behind");
        _lab.InServer("ip", "address", "add", "203.0.113.1/24", "dev", "far");
        _lab.InServer("ip", "address", "add", "2001:db8:1::1/64", "dev", "far", "nodad");
        _lab.InServer("ip", "link", "set", "far", "up");
        _lab.InServer("ip", "link", "set", "behind", "up");
        _lab.InClient("ip", "route", "add", "203.0.113.0/24", "via", "198.51.100.1");
        _lab.InClient("ip", "route", "add", "2001:db8:1::/64", "via", "2001:db8::1");
    }

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("203.0.113.9", "icmp-port-unreachable")]
    [InlineData("2001:db8:1::9", "icmp6-port-unreachable")]
    [InlineData("203.0.113.9", "icmp-admin-prohibited")]
    [InlineData("2001:db8:1::9", "icmp6-adm-prohibited")]
    public void Port_unreachable_by_a_router_is_a_filters_and_no_refusal(string address, string kind)
    {
        _lab.InServer(_lab.Iptables(FamilyOf(address)), "-I", "FORWARD", "-j", "REJECT", "--reject-with", kind);
        var asked = Probing.Ask(_lab.Client, address, 53, DatagramApplications.Require("dns"), seconds: 5);
        Assert.Equal(ProbeOutcome.Prohibited, asked.Outcome);
        Assert.Contains($"{_lab.ServerAddress(FamilyOf(address))} answered", asked.Detail, StringComparison.Ordinal);
        Assert.Equal(ProbeOutcome.Prohibited, Probing.One(_lab.Client, address, 53, seconds: 5).Outcome);
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("2001:db8:1::9")]
    public void A_router_that_finds_nobody_says_so(string address)
    {
        _lab.InServer(_lab.Iptables(FamilyOf(address)), "-P", "FORWARD", "ACCEPT");
        var probe = Probing.Ask(_lab.Client, address, 53, DatagramApplications.Require("dns"), seconds: 8);
        Assert.Equal(ProbeOutcome.Unreachable, probe.Outcome);
        Assert.Contains("router has no way", probe.Detail, StringComparison.Ordinal);
    }

    private static AddressFamily FamilyOf(string address) => IPAddress.Parse(address).GetAddressBytes().Length == 4 ? AddressFamily.IPv4 : AddressFamily.IPv6;
}
