namespace PortFirewall.Core.Tests.Paths;

/// <summary>Ports of bridges and IPsec, as far as the host has any.</summary>
public sealed class BridgeAndIpsecTests
{
    /// <summary>As <c>ip -json -details link show</c> prints it, shortened: a bridge with a port, one without, a VLAN on the first, and hardware.</summary>
    private const string Links = """
        [{"ifname":"lo"},{"ifname":"eth0"},{"ifname":"tap0","linkinfo":{"info_kind":"tun"}},
         {"ifname":"br0","linkinfo":{"info_kind":"bridge","info_data":{"nf_call_iptables":0,"nf_call_ip6tables":1}}},
         {"ifname":"br1","linkinfo":{"info_kind":"bridge","info_data":{"nf_call_iptables":0,"nf_call_ip6tables":0}}},
         {"ifname":"port0","master":"br0","linkinfo":{"info_kind":"veth","info_slave_kind":"bridge"}},
         {"ifname":"br0.10","link":"br0","linkinfo":{"info_kind":"vlan"}}]
        """;

    [Theory]
    [InlineData("--physdev-in port0", "eth0", false)]
    [InlineData("! --physdev-in port0", "eth0", true)]
    [InlineData("! --physdev-in port0 ! --physdev-is-bridged", "eth0", true)]
    [InlineData("! --physdev-in port0 --physdev-is-in", "eth0", false)]
    [InlineData("--physdev-is-in", "br1", false)]
    [InlineData("! --physdev-is-in", "tap0", true)]
    [InlineData("--physdev-in port0", "br0", null)]
    [InlineData("! --physdev-in port0", "br0", null)]
    [InlineData("--physdev-is-in", "br0.10", null)]
    [InlineData("--physdev-is-bridged", "br0", false)]
    [InlineData("! --physdev-is-bridged", "br0", true)]
    [InlineData("! --physdev-is-out ! --physdev-in port0", "br0", null)]
    [InlineData("--physdev-is-out", "eth0", false)]
    public void A_packet_that_came_by_no_port_of_a_bridge_is_taken_where_all_is_negated(string asked, string inbound, bool? takes)
        => Assert.Equal(VerdictOf(takes), Judge($"-m physdev {asked} -j ACCEPT", inbound, new HostFacts { BridgedInterfaces = BridgeReader.Read(Links, AddressFamily.IPv4, callsIptables: true) }));

    [Theory]
    [InlineData("--physdev-in port0", false)]
    [InlineData("! --physdev-in port0", true)]
    public void A_host_without_bridges_decides_it_for_all_interfaces(string asked, bool takes)
    {
        var facts = new HostFacts { BridgedInterfaces = BridgeReader.Read("""[{"ifname":"eth0"},{"ifname":"v1","linkinfo":{"info_kind":"vlan"}}]""", AddressFamily.IPv4, callsIptables: true) };
        Assert.Equal(VerdictOf(takes), Judge($"-m physdev {asked} -j ACCEPT", inbound: null, facts));
    }

    [Theory]
    [InlineData("--physdev-in port0", null)]
    [InlineData("! --physdev-in port0", null)]
    [InlineData("--physdev-is-bridged", false)]
    public void Of_a_host_that_is_not_known_only_what_no_packet_for_it_can_be_is(string asked, bool? takes)
        => Assert.Equal(VerdictOf(takes), Judge($"-m physdev {asked} -j ACCEPT", "eth0", HostFacts.None));

    [Fact]
    public void What_other_interfaces_bring_is_told_apart_from_a_bridge()
    {
        var ruleset = Rulesets.Drop("-m physdev ! --physdev-in port0 -j ACCEPT").With(new HostFacts { BridgedInterfaces = BridgeReader.Read(Links, AddressFamily.IPv4, callsIptables: true) });
        Assert.Equal(
            ["! br0, br0.10, lo Accept", "br0, br0.10 Unknown"],
            PortPathAnalysis.Analyze(ruleset, Rulesets.Tcp(2222).Packets, "tcp").Segments.Select(s => $"{s.InInterface} {s.Verdict}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(AddressFamily.IPv4, true)]
    [InlineData(AddressFamily.IPv6, false)]
    public void A_bridge_that_shows_iptables_nothing_is_as_any_interface(AddressFamily family, bool isEmpty)
        => Assert.Equal(isEmpty, BridgeReader.Read(Links, family, callsIptables: false)!.IsEmpty);

    [Theory]
    [InlineData("[{\"ifname\":1}]")]
    [InlineData("{}")]
    [InlineData("")]
    public void What_is_no_list_of_interfaces_tells_nothing(string text) => Assert.Null(BridgeReader.Read(text, AddressFamily.IPv4, callsIptables: true));

    [Theory]
    [InlineData("--dir in --pol none", false, true)]
    [InlineData("--dir in --pol ipsec", false, false)]
    [InlineData("--dir in --pol ipsec --strict ! --reqid 5", false, false)]
    [InlineData("--dir out --pol none", false, null)]
    [InlineData("--dir in --pol none", true, null)]
    [InlineData("--dir in --pol ipsec", true, null)]
    [InlineData("--dir in --pol none", null, null)]
    public void Without_any_state_of_IPsec_no_packet_came_through_it(string asked, bool? hasIpsec, bool? takes)
        => Assert.Equal(VerdictOf(takes), Judge($"-m policy {asked} -j ACCEPT", "eth0", new HostFacts { HasIpsec = hasIpsec }));

    private static PortVerdict Judge(string rule, string? inbound, HostFacts facts)
        => PortPathAnalysis.Analyze(Rulesets.Drop(rule).With(facts), (Rulesets.Tcp(2222) with { InInterface = inbound }).Packets, "tcp").Verdict;

    private static PortVerdict VerdictOf(bool? takes) => takes switch { true => PortVerdict.Accept, false => PortVerdict.Drop, null => PortVerdict.Unknown };
}
