namespace PortFirewall.Core.Tests.Paths;

/// <summary>By which interface a packet leaves that a rule of nat sends to another host.</summary>
public sealed class OnwardRoutesTests
{
    [Fact]
    public void A_published_port_is_accepted_as_the_route_leads_by_the_bridge()
        => Assert.Equal("Accept by DOCKER:1", Ask(DockerRules.With(), 8080));

    [Fact]
    public void A_port_that_no_rule_accepts_behind_the_bridge_is_dropped()
        => Assert.Equal("Drop by FORWARD:policy", Ask(DockerRules.With(), 8081));

    [Theory]
    [InlineData("""[{"dst":"default","dev":"eth0"}]""", "Drop by FORWARD:policy")]
    [InlineData("""[{"dst":"default","dev":"eth0"},{"dst":"172.17.0.2","dev":"docker0","metric":5}]""", "Accept by DOCKER:1")]
    [InlineData("""[{"dst":"172.17.0.0/16","dev":"eth0","metric":9},{"dst":"172.17.0.0/16","dev":"docker0","metric":5}]""", "Accept by DOCKER:1")]
    [InlineData("""[{"dst":"172.17.0.0/16","dev":"docker0"},{"dst":"172.17.0.2","dev":"eth0"}]""", "Drop by FORWARD:policy")]
    [InlineData("""[{"dst":"default","dev":"eth0"},{"dst":"172.17.0.0/16","dev":"docker0","flags":["dead","linkdown"]}]""", "Drop by FORWARD:policy")]
    [InlineData("""[{"dst":"172.17.0.0/16","dev":"docker0"},{"dst":"172.17.0.0/16","dev":"eth0"}]""", "Unknown")]
    [InlineData("""[{"dst":"172.17.0.0/16","nexthops":[{"dev":"docker0"},{"dev":"eth0"}]}]""", "Unknown")]
    [InlineData("""[{"dst":"172.17.0.0/16","dev":"docker0"},{"type":"unreachable","dst":"172.17.0.2"}]""", "Unknown")]
    [InlineData("""[{"dst":"172.17.0.0/16","dev":"docker0","tos":"0x10"}]""", "Unknown")]
    [InlineData("[]", "Unknown")]
    [InlineData("not JSON", "Unknown")]
    public void The_best_route_decides_where_it_leaves_no_choice(string routes, string told)
        => Assert.StartsWith(told, Ask(DockerRules.WithRoutes(routes, DockerRules.RoutingRules), 8080), StringComparison.Ordinal);

    [Fact]
    public void Where_a_rule_of_routing_asks_for_more_the_interface_is_not_known()
    {
        var rules = DockerRules.RoutingRules.Replace("[{", """[{"priority":100,"src":"10.0.0.0","srclen":8,"table":"7"},{""", StringComparison.Ordinal);
        Assert.StartsWith("Unknown", Ask(DockerRules.WithRoutes(DockerRules.Routes, rules), 8080), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_routes_of_IPv6_to_one_network_leave_a_choice_whatever_their_metrics()
    {
        var routes = MainRouteReader.Read("""[{"dst":"2001:db8::/64","dev":"a","metric":1},{"dst":"2001:db8::/64","dev":"b","metric":2},{"dst":"default","dev":"c"}]""", DockerRules.RoutingRules, AddressFamily.IPv6)!;
        var byDevice = OnwardRoutes.Of(routes, AddressFamily.IPv6)!;
        Assert.Equal(["c"], byDevice.Keys);
        Assert.False(byDevice["c"].Overlaps(AddressSets.ReadNetwork("2001:db8::/64", AddressFamily.IPv6)!));
    }

    [Theory]
    [InlineData("!=", "docker0", PortVerdict.Accept)]
    [InlineData("!=", "eth0", PortVerdict.Drop)]
    [InlineData("==", "docker0", PortVerdict.Drop)]
    [InlineData("==", "docker*", PortVerdict.Drop)]
    [InlineData("==", "eth0", PortVerdict.Accept)]
    public void A_native_rule_about_the_interface_is_decided_too(string operation, string name, PortVerdict verdict)
    {
        var json = $$$"""
            {"nftables": [{"table": {"family": "inet", "name": "guard"}},
            {"chain": {"family": "inet", "table": "guard", "name": "forward", "type": "filter", "hook": "forward", "prio": 5, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "guard", "chain": "forward", "expr": [{"match": {"op": "{{{operation}}}", "left": {"meta": {"key": "oifname"}}, "right": "{{{name}}}"}}, {"drop": null}]}}]}
            """;
        var ruleset = DockerRules.With();
        ruleset = OtherHooks.Attach(ruleset, NftReader.Read(json), null).With(ruleset.Facts);
        Assert.Equal(verdict, PortPathAnalysis.Analyze(ruleset, (Rulesets.Tcp(8080) with { InInterface = "eth0" }).Packets, "tcp").Verdict);
    }

    private static string Ask(IptablesRuleset ruleset, int port)
    {
        var path = PortPathAnalysis.Analyze(ruleset, (Rulesets.Tcp(port) with { InInterface = "eth0" }).Packets, "tcp");
        return $"{path.Verdict} by {path.DecidedBy}";
    }
}
