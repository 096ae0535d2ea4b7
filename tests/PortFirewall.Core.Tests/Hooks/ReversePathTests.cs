namespace PortFirewall.Core.Tests.Hooks;

/// <summary>Filters that ask whether an answer to a packet's source would go out by the interface that it came in on.</summary>
public sealed class ReversePathTests
{
    private const string Rules = """[{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"},{"priority":32767,"src":"all","table":"default"}]""";

    // As firewalld 1.3.3 loads it and nft 1.0.6 prints it.
    private const string Firewalld = """
        {"nftables": [{"table": {"family": "inet", "name": "firewalld"}},
        {"chain": {"family": "inet", "table": "firewalld", "name": "filter_PREROUTING", "type": "filter", "hook": "prerouting", "prio": 10, "policy": "accept"}},
        {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_PREROUTING", "expr": [{"match": {"op": "==", "left": {"meta": {"key": "nfproto"}}, "right": "ipv6"}},
          {"match": {"op": "==", "left": {"fib": {"result": "oif", "flags": ["saddr", "mark", "iif"]}}, "right": false}}, {"drop": null}]}}
        ]}
        """;

    [Theory]
    [InlineData("2001:db8:9::9", "eth0", "Accept by INPUT:1")]
    [InlineData("2001:db8:9::9", "eth1", "Drop by nft inet firewalld filter_PREROUTING:1")]
    [InlineData("fd00::9", "eth1", "Accept by INPUT:1")]
    [InlineData("fd00::9", "eth0", "Accept by INPUT:1")]
    public void Nft_stops_what_would_be_answered_by_another_interface(string source, string inbound, string told)
    {
        const string Routes = """[{"dst":"default","dev":"eth0","metric":1024},{"dst":"fd00::/64","dev":"eth1","metric":256}]""";
        Assert.Equal(told, Ask(Attached(Firewalld, AddressFamily.IPv6, Routes), source, inbound));
    }

    [Theory]
    [InlineData("203.0.113.9", "eth0", "Accept by INPUT:1")]
    [InlineData("10.0.0.9", "eth1", "Accept by INPUT:1")]
    [InlineData("10.0.0.9", "eth0", "Drop by raw PREROUTING:1")]
    [InlineData("192.168.0.9", "eth0", "Drop by raw PREROUTING:1")]
    [InlineData("198.51.100.9", "eth1", "Accept by INPUT:1")]
    [InlineData("198.51.100.9", "eth2", "Accept by INPUT:1")]
    public void Of_IPv4_only_the_best_route_counts(string source, string inbound, string told)
    {
        const string Routes = """
            [{"dst":"default","dev":"eth0"},{"dst":"10.0.0.0/24","dev":"eth1"},{"dst":"10.0.0.0/24","dev":"eth0","metric":600},
             {"type":"unreachable","dst":"192.168.0.0/16"},{"dst":"198.51.100.0/24","nexthops":[{"dev":"eth1","flags":[]},{"dev":"eth2","flags":[]}]}]
            """;
        Assert.Equal(told, Ask(WithFilter(Routes, Rules), source, inbound));
    }

    [Theory]
    [InlineData("""[{"dst":"default","dev":"eth0"}]""", """[{"priority":0,"src":"all","table":"local"},{"priority":100,"src":"all","fwmark":"0x1","table":"7"},{"priority":32766,"src":"all","table":"main"}]""")]
    [InlineData("""[{"dst":"default","via":"odd"}]""", Rules)]
    [InlineData("no JSON", Rules)]
    public void Where_routes_hang_on_more_than_the_destination_nothing_is_guessed(string routes, string rules)
        => Assert.StartsWith("Unknown ", Ask(WithFilter(routes, rules), "203.0.113.9", "eth0"), StringComparison.Ordinal);

    /// <summary>firewalld's forwarding of a port, and its way to let in what was forwarded.</summary>
    [Theory]
    [InlineData("""{"redirect": {"port": 80}}""", 8080, "Accept by nft inet firewalld input:1")]
    [InlineData("""{"redirect": {"port": 80}}""", 80, "Drop by nft inet firewalld input:policy")]
    [InlineData("""{"dnat": {"family": "ip", "addr": "198.51.100.1", "port": 80}}""", 8080, "Accept by nft inet firewalld input:1")]
    [InlineData("""{"redirect": {"port": 8080}}""", 8080, "Drop by nft inet firewalld input:policy")]
    [InlineData("""{"dnat": {"family": "ip", "addr": "192.0.2.7"}}""", 8080, "Accept by nft inet firewalld masquerading:1")]
    public void What_nft_sends_elsewhere_is_followed(string statement, int port, string told)
    {
        var json = """
            {"nftables": [{"table": {"family": "inet", "name": "firewalld"}},
            {"chain": {"family": "inet", "table": "firewalld", "name": "nat", "type": "nat", "hook": "prerouting", "prio": -90, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "nat", "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 8080}}, STATEMENT]}},
            {"chain": {"family": "inet", "table": "firewalld", "name": "input", "type": "filter", "hook": "input", "prio": 10, "policy": "drop"}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "input", "expr": [{"match": {"op": "in", "left": {"ct": {"key": "status"}}, "right": "dnat"}}, {"accept": null}]}},
            {"chain": {"family": "inet", "table": "firewalld", "name": "masquerading", "type": "nat", "hook": "postrouting", "prio": 110, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "masquerading", "expr": [{"masquerade": null}]}}]}
            """.Replace("STATEMENT", statement, StringComparison.Ordinal);
        var path = PortPathAnalysis.Analyze(
            Attached(json, AddressFamily.IPv4, "[]"), (Rulesets.Tcp(port) with { Destination = "198.51.100.1", InInterface = "eth0" }).Packets, "tcp");
        Assert.Equal(told.Split(' ')[0], $"{path.Verdict}");
        if (path.Verdict == PortVerdict.Drop)
            Assert.Equal(told.Split(" by ")[1], path.DecidedBy);
    }

    [Fact]
    public void A_block_elsewhere_is_named_by_who_stops_for_certain()
    {
        var json = Firewalld.Replace("\n]}", """
            ,{"chain": {"family": "inet", "table": "firewalld", "name": "filter_INPUT", "type": "filter", "hook": "input", "prio": 10, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_INPUT", "expr": [{"reject": {"type": "icmpx", "expr": "admin-prohibited"}}]}}]}
            """, StringComparison.Ordinal);
        var ruleset = OtherHooks.Attach(RulesetReader.Read("*filter\n:INPUT DROP [0:0]\nCOMMIT\n", AddressFamily.IPv6), NftReader.Read(json), null);
        var position = InsertPositionFinder.Find(ruleset, Rulesets.Tcp(2222) with { Family = AddressFamily.IPv6 });
        Assert.Equal("nft inet firewalld filter_INPUT:1", position.BlockedElsewhere);
    }

    private static IptablesRuleset WithFilter(string routes, string rules)
        => Rulesets.Read("*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -m rpfilter --validmark --invert -j DROP\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -j ACCEPT\nCOMMIT\n")
            .With(new HostFacts { ReverseRoutes = ReverseRouteReader.Read(routes, rules, AddressFamily.IPv4) });

    private static IptablesRuleset Attached(string json, AddressFamily family, string routes)
        => OtherHooks.Attach(RulesetReader.Read("*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -j ACCEPT\nCOMMIT\n", family), NftReader.Read(json), null, [])
            .With(new HostFacts
            {
                ReverseRoutes = ReverseRouteReader.Read(routes, Rules, family),
                Destinations = family == AddressFamily.IPv6 ? null : LocalRouteReader.Read("""[{"type":"local","dst":"198.51.100.1","dev":"eth0"}]""", family),
            });

    private static string Ask(IptablesRuleset ruleset, string source, string inbound)
        => PortPathAnalysis.Analyze(ruleset, (Rulesets.Tcp(2222) with { Family = ruleset.AddressFamily, Source = source, InInterface = inbound }).Packets, "tcp").ToString().Split(" (")[0];
}
