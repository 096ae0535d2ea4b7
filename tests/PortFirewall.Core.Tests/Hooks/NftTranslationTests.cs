using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary><c>dnat</c>, <c>redirect</c>, marks and <c>notrack</c> of nft, and what rules of iptables see afterwards.</summary>
public sealed class NftTranslationTests
{
    private const string Open8080 = "*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 8080 -j ACCEPT\n-A FORWARD -d 192.0.2.7 -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n";

    private static readonly HostFacts Facts = new()
    {
        Destinations = LocalRouteReader.Read("""[{"type":"local","dst":"10.0.0.5","dev":"eth0"},{"type":"local","dst":"127.0.0.0/8","dev":"lo"}]""", AddressFamily.IPv4),
    };

    [Theory]
    [InlineData("""{"redirect":{"port":8080}}""", "Accept INPUT:1 port 8080")]
    [InlineData("""{"redirect":{"port":{"range":[8080,8081]},"flags":"random"}}""", "Unknown INPUT:1 port 8080:8081")]
    [InlineData("""{"redirect":{"port":22}}""", "Drop INPUT:policy port 22")]
    [InlineData("""{"redirect":null}""", "Drop INPUT:policy this host")]
    [InlineData("""{"dnat":{"family":"ip","addr":"192.0.2.7","port":80}}""", "Accept FORWARD:1 192.0.2.7/32 port 80")]
    [InlineData("""{"dnat":{"family":"ip","addr":"192.0.2.8","port":80}}""", "Drop FORWARD:policy 192.0.2.8/32 port 80")]
    [InlineData("""{"dnat":{"family":"ip","addr":"10.0.0.5","port":8080}}""", "Accept INPUT:1 10.0.0.5/32 port 8080")]
    [InlineData("""{"dnat":{"family":"ip6","addr":"2001:db8::1","port":8080}}""", "Drop INPUT:policy ")]
    [InlineData("""{"dnat":{"port":8080}}""", "Accept INPUT:1 port 8080")]
    [InlineData("""{"dnat":{"family":"ip","addr":{"map":{"key":{"meta":{"key":"mark"}},"data":"@m"}}}}""", "Unknown nft inet t c:1 ")]
    [InlineData("""{"dnat":{"family":"ip","addr":{"prefix":{"addr":"192.0.2.0","len":24}},"flags":"netmap","type_flags":"prefix"}}""", "Unknown nft inet t c:1 ")]
    [InlineData("""{"dnat":{"family":"ip","addr":"server.example.net"}}""", "Unknown nft inet t c:1 ")]
    [InlineData("""{"redirect":{"port":70000}}""", "Unknown nft inet t c:1 ")]
    [InlineData("""{"redirect":{"port":{"range":[9,1]}}}""", "Unknown nft inet t c:1 ")]
    public void Later_rules_see_where_the_packets_are_sent(string statement, string expected)
        => Assert.Equal(expected, Tell(Beside(Rulesets.Read(Open8080), "inet", "nat", "prerouting", statement).With(Facts)));

    [Fact]
    public void Whatever_its_own_priority_nat_has_its_turn_ahead_of_a_filter_behind_it()
        => Assert.Equal(
            "Drop nft inet t f:1 port 8080",
            Tell(Beside(Rulesets.Read(Open8080), [
                Chain("c", "inet", "nat", "prerouting", priority: 300), Rule("c", """{"redirect":{"port":8080}}"""),
                Chain("f", "inet", "filter", "prerouting", priority: -50), Rule("f", DropIf(Payload("tcp", "dport"), "8080"))]).With(Facts)));

    [Fact]
    public void Of_two_chains_of_nat_the_first_one_sends_the_packets()
        => Assert.Equal(
            "Accept INPUT:1 port 8080",
            Tell(Beside(Rulesets.Read(Open8080), [
                Chain("c", "inet", "nat", "prerouting", priority: -90), Rule("c", """{"redirect":{"port":22}}"""),
                Chain("d", "inet", "nat", "prerouting", priority: -110), Rule("d", """{"redirect":{"port":8080}}""")]).With(Facts)));

    [Fact]
    public void What_iptables_sends_elsewhere_is_what_a_rule_of_nft_sees()
        => Assert.Equal(
            "Drop nft inet t c:1 port 8080",
            Tell(Beside(Rulesets.Read("*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 2222 -j REDIRECT --to-ports 8080\nCOMMIT\n" + Open8080), "inet", "filter", "input",
                DropIf(Payload("tcp", "dport"), "8080")).With(Facts)));

    [Theory]
    [InlineData("""{"mangle":{"key":{"meta":{"key":"mark"}},"value":7}}""", "-m mark --mark 0x7", "Drop INPUT:1")]
    [InlineData("""{"mangle":{"key":{"meta":{"key":"mark"}},"value":7}}""", "-m mark --mark 0x8", "Accept INPUT:policy")]
    [InlineData("""{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"|":[{"meta":{"key":"mark"}},16]}}}""", "-m mark --mark 0x10", "Drop INPUT:1")]
    [InlineData("""{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"|":[{"&":[{"meta":{"key":"mark"}},15]},1]}}}""", "-m mark --mark 0x1", "Drop INPUT:1")]
    [InlineData("""{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"^":[{"meta":{"key":"mark"}},255]}}}""", "-m mark --mark 0xff", "Drop INPUT:1")]
    [InlineData("""{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"numgen":{"mode":"inc","mod":2}}}}""", "-m mark --mark 0x1", "Unknown INPUT:1")]
    [InlineData("""{"mangle":{"key":{"ct":{"key":"mark"}},"value":5}}""", "-m connmark --mark 0x5", "Drop INPUT:1")]
    [InlineData("""{"mangle":{"key":{"ct":{"key":"mark"}},"value":5}},{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"ct":{"key":"mark"}}}}""", "-m mark --mark 0x5", "Drop INPUT:1")]
    [InlineData("""{"mangle":{"key":{"meta":{"key":"mark"}},"value":6}},{"mangle":{"key":{"ct":{"key":"mark"}},"value":{"meta":{"key":"mark"}}}}""", "-m connmark --mark 0x6", "Drop INPUT:1")]
    public void A_mark_that_nft_sets_is_the_one_that_iptables_asks_for(string statements, string match, string expected)
        => Assert.Equal(expected, NftEvaluationTests.Verdict(Beside(Rulesets.WithPolicy("ACCEPT", match + " -j DROP"), [Chain("c", "inet", "filter", "prerouting", priority: -150), Rule("c", statements)])));

    [Theory]
    [InlineData(-300, "UNTRACKED", "Drop INPUT:1")]
    [InlineData(-300, "NEW", "Accept INPUT:policy")]
    [InlineData(-150, "UNTRACKED", "Accept INPUT:policy")]
    public void What_is_not_tracked_has_no_other_state(int priority, string state, string expected)
        => Assert.Equal(expected, NftEvaluationTests.Verdict(Beside(Rulesets.WithPolicy("ACCEPT", $"-m conntrack --ctstate {state} -j DROP"), [Chain("c", "inet", "filter", "prerouting", priority), Rule("c", """{"notrack":null}""")])));

    [Fact]
    public void A_connection_that_is_not_tracked_has_no_mark_to_set_or_to_read()
    {
        const string Set = """{"mangle":{"key":{"ct":{"key":"mark"}},"value":5}}""";
        const string Read = """{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"ct":{"key":"mark"}}}},{"drop":null}""";
        Assert.Equal("Accept INPUT:policy", NftEvaluationTests.Verdict(Beside(Rulesets.WithPolicy("ACCEPT", "-m connmark --mark 0x5 -j DROP"), [Chain("c", "inet", "filter", "prerouting", -300), Rule("c", "{\"notrack\":null}," + Set)])));
        Assert.Equal("Accept INPUT:policy", NftEvaluationTests.Verdict(Beside(Rulesets.WithPolicy("ACCEPT"), [Chain("c", "inet", "filter", "prerouting", -300), Rule("c", "{\"notrack\":null}," + Read)])));
    }

    private static string Tell(IptablesRuleset ruleset)
        => NftEvaluationTests.Path(ruleset) is var path ? $"{path.Verdict} {path.DecidedBy} {string.Join(';', path.Segments.Select(s => s.TranslatedTo).Distinct())}" : "";
}
