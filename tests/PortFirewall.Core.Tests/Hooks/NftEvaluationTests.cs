using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>Rules of nft, one by one: what becomes of the first packets of connections to tcp 2222, over IPv4, where iptables accepts everything.</summary>
public sealed class NftEvaluationTests
{
    private const string Dropped = "Drop nft inet t c:1";
    private const string Untouched = "Accept INPUT:policy";
    private const string Divided = "Mixed nft inet t c:1, INPUT:policy";

    /// <summary>A comparison ahead of <c>drop</c>: its left side, its right side, the operator, and what comes of it.</summary>
    public static TheoryData<string, string, string, string> Comparisons => new()
    {
        { Payload("tcp", "dport"), "2222", "==", Dropped },
        { Payload("tcp", "dport"), "2222", "!=", Untouched },
        { Payload("tcp", "dport"), "22", "==", Untouched },
        { Payload("th", "dport"), """{"range":[2000,3000]}""", "==", Dropped },
        { Payload("th", "dport"), """{"range":[2000,3000]}""", "!=", Untouched },
        { Payload("udp", "dport"), "2222", "==", Untouched },
        { Payload("tcp", "dport"), """{"set":[22,{"range":[2200,2300]}]}""", "==", Dropped },
        { Payload("tcp", "dport"), """{"set":[22,80]}""", "!=", Dropped },
        { Payload("tcp", "dport"), "2222", ">=", Dropped },
        { Payload("tcp", "dport"), "2222", ">", Untouched },
        { Payload("tcp", "dport"), "2222", "<=", Dropped },
        { Payload("tcp", "dport"), "2222", "<", Untouched },
        { Payload("tcp", "sport"), "1023", "<=", Divided },
        { Payload("ip", "saddr"), """{"prefix":{"addr":"203.0.113.0","len":24}}""", "==", Divided },
        { Payload("ip", "saddr"), """{"set":["203.0.113.7",{"range":["198.51.100.1","198.51.100.9"]}]}""", "!=", Divided },
        { Payload("ip", "daddr"), "\"0.0.0.1\"", "==", Divided },
        { Payload("ip6", "saddr"), "\"2001:db8::1\"", "==", Untouched },
        { Payload("ip6", "saddr"), "\"2001:db8::1\"", "!=", Untouched },
        { Payload("ip", "protocol"), "\"tcp\"", "==", Dropped },
        { Meta("l4proto"), """{"set":["udp","tcp"]}""", "==", Dropped },
        { Meta("l4proto"), "6", "!=", Untouched },
        { Meta("nfproto"), "\"ipv4\"", "==", Dropped },
        { Meta("nfproto"), "\"ipv6\"", "==", Untouched },
        { Meta("protocol"), "\"ip6\"", "!=", Dropped },
        { Meta("iifname"), "\"eth*\"", "==", Divided },
        { Meta("iif"), "\"lo\"", "==", Untouched },
        { Meta("oifname"), "\"eth0\"", "==", Untouched },
        { Meta("oifname"), "\"eth0\"", "!=", Dropped },
        { Meta("mark"), "0", "==", Dropped },
        { Meta("mark"), "7", "==", Untouched },
        { """{"&":[{"meta":{"key":"mark"}},255]}""", "0", "!=", Untouched },
        { Ct("mark"), "0", "==", Dropped },
        { Ct("state"), "\"new\"", "in", Dropped },
        { Ct("state"), """["established","related"]""", "in", Untouched },
        { Ct("state"), """{"set":["established","new"]}""", "==", Dropped },
        { Ct("state"), "\"new\"", "!", Untouched },
        { Ct("status"), "\"dnat\"", "in", Untouched },
        { Meta("mark"), """{"set":[0,3]}""", "==", Dropped },
        { Meta("mark"), """{"set":[0,3]}""", "!=", Untouched },
        { Meta("mark"), """{"range":[1,5]}""", "==", Untouched },
        { Meta("mark"), "5", "<", Dropped },
        { Meta("mark"), "0", ">", Untouched },
        { Meta("mark"), "0", ">=", Dropped },
        { Payload("tcp", "flags"), "\"ack\"", "in", Untouched },
        { """{"&":[{"payload":{"protocol":"tcp","field":"flags"}},["fin","syn","rst","ack"]]}""", "\"syn\"", "==", Dropped },
        { """{"&":[{"payload":{"protocol":"tcp","field":"flags"}},["fin","syn","rst","psh","ack","urg"]]}""", "\"syn\"", "!=", Untouched },
        { Payload("tcp", "flags"), "\"ack\"", "==", Untouched },
        { Payload("tcp", "flags"), "\"syn\"", "in", Dropped },
        { Fib("daddr"), "\"local\"", "==", Dropped },
        { Fib("daddr"), "\"local\"", "!=", Untouched },
        { Fib("daddr"), """{"set":["broadcast","multicast"]}""", "==", Untouched },
        { Payload("icmp", "type"), "\"echo-request\"", "==", Untouched },
    };

    /// <summary>Comparisons that can't be decided, and how they are named.</summary>
    public static TheoryData<string, string, string, string> Undecided => new()
    {
        { Payload("tcp", "dport"), "99999999999999999999", "==", "tcp dport 99999999999999999999" },
        { Payload("tcp", "dport"), "1e999", "==", "tcp dport 1e999" },
        { Payload("tcp", "dport"), "-1", "==", "tcp dport -1" },
        { Payload("tcp", "dport"), "2222.5", "==", "tcp dport 2222.5" },
        { Payload("tcp", "dport"), "\"@missing\"", "==", "tcp dport @missing" },
        { Payload("tcp", "dport"), "\"ssh\"", "==", "tcp dport ssh" },
        { Payload("tcp", "dport"), "2222", "~", "tcp dport ~ 2222" },
        { Payload("ip", "saddr"), "\"server.example.net\"", "==", "ip saddr server.example.net" },
        { Payload("ip", "dscp"), "\"cs1\"", "==", "ip dscp cs1" },
        { Meta("skuid"), "1000", "==", "meta skuid 1000" },
        { """{"fib":{"result":"oif","flags":["saddr","iif"]}}""", "false", "==", "fib saddr . iif oif missing" },
        { """{"fib":{"result":"type","flags":["daddr","iif"]}}""", "\"local\"", "==", "fib daddr . iif type local" },
        { """{"frobnicate":{"key":"x"}}""", "1", "==", """{"frobnicate":{"key":"x"}} 1""" },
    };

    /// <summary>Statements, and what comes of them.</summary>
    public static TheoryData<string, string> Statements => new()
    {
        { """{"drop":null}""", Dropped },
        { """{"accept":null}""", Untouched },
        { """{"counter":{"packets":1,"bytes":2}},{"log":{"prefix":"x"}},{"drop":null}""", Dropped },
        { """{"counter":null}""", Untouched },
        { """{"return":null},{"drop":null}""", Untouched },
        { """{"reject":null}""", "Reject nft inet t c:1" },
        { """{"reject":{"type":"tcp reset"}}""", "Reject nft inet t c:1" },
        { """{"reject":{"type":"icmpv6","expr":"no-route"}}""", Untouched },
        { """{"limit":{"rate":10,"per":"second"}},{"drop":null}""", "Unknown nft inet t c:1" },
        { """{"limit":{"rate":10,"per":"second"}},{"accept":null}""", Untouched },
        { """{"ct count":{"val":10}},{"drop":null}""", "Unknown nft inet t c:1" },
        { """{"queue":{"num":1}}""", "Unknown nft inet t c:1" },
        { """{"frobnicate":null}""", "Unknown nft inet t c:1" },
        { """{"match":null},{"drop":null}""", "Unknown nft inet t c:1" },
        { """{"match":{"op":"==","left":5}},{"drop":null}""", "Unknown nft inet t c:1" },
        { """{"vmap":{"key":5}}""", "Unknown nft inet t c:1" },
        { """{"xt":{"type":"match","name":"string"}},{"drop":null}""", "Unknown nft inet t c:1" },
        { """{"mangle":{"key":{"meta":{"key":"mark"}},"value":{}}}""", "Unknown nft inet t c:1" },
        { """{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"|":[{"meta":{"key":5}},1]}}}""", "Unknown nft inet t c:1" },
        { """{"mangle":{"key":{"meta":{"key":"pkttype"}},"value":"other"}}""", "Unknown nft inet t c:1" },
        { """{"mangle":{"key":{"meta":{"key":"frobnicate"}},"value":1}}""", "Unknown nft inet t c:1" },
        { """{"mangle":{"key":{"meta":{"key":"priority"}},"value":"1:2"}},{"mangle":{"key":{"meta":{"key":"nftrace"}},"value":1}}""", Untouched },
        { """{"jump":{"target":"nowhere"}}""", "Unknown nft inet t c:1" },
        { "", Untouched },
    };

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void A_comparison_takes_what_the_kernel_takes(string left, string right, string operation, string expected)
        => Assert.Equal(expected, Verdict(DropIf(left, right, operation)));

    [Theory]
    [MemberData(nameof(Undecided))]
    public void What_is_not_understood_is_unknown_and_named(string left, string right, string operation, string name)
    {
        var path = Path(Accepting(DropIf(left, right, operation)));
        Assert.Equal((PortVerdict.Unknown, "nft inet t c:1"), (path.Verdict, path.DecidedBy));
        Assert.Equal([$"nft inet t c:1 ({name})"], path.Segments.SelectMany(s => s.Conditions));
    }

    [Theory]
    [InlineData("\"syn\"", "!=")]
    [InlineData("\"syn\"", "==")]
    [InlineData("[\"ecn\",\"cwr\"]", "in")]
    [InlineData("\"ecn\"", "!")]
    [InlineData("[\"syn\",\"ecn\",\"cwr\"]", "==")]
    public void Where_flags_hang_on_whether_the_client_asks_for_ECN_that_is_the_condition(string right, string operation)
    {
        var path = Path(Accepting(DropIf(Payload("tcp", "flags"), right, operation)));
        Assert.Equal(PortVerdict.Unknown, path.Verdict);
        Assert.Contains("ECN", Assert.Single(path.Segments.SelectMany(s => s.Conditions)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_iptables_asks_of_flags_leaves_ECN_out()
        => Assert.Equal(PortVerdict.Accept, Path(Rulesets.Drop("-p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG SYN -j ACCEPT")).Verdict);

    [Fact]
    public void An_address_type_is_told_by_the_addresses_of_the_host()
    {
        var facts = new HostFacts { Destinations = LocalRouteReader.Read("""[{"type":"local","dst":"10.0.0.5","dev":"eth0"}]""", AddressFamily.IPv4) };
        var ruleset = Accepting(DropIf(Fib("saddr"), "\"local\"")).With(facts);
        var asked = Rulesets.Tcp(2222) with { Destination = "10.0.0.5" };
        Assert.Equal(
            [PortVerdict.Drop, PortVerdict.Accept],
            new[] { "10.0.0.5", "10.0.0.6" }.Select(source => PortPathAnalysis.Analyze(ruleset, (asked with { Source = source }).Packets with { States = ConnectionStates.New }, "tcp").Verdict));
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_does_what_the_kernel_does(string statements, string expected) => Assert.Equal(expected, Verdict(statements));

    [Theory]
    [InlineData("ip", "Drop nft ip t c:1")]
    [InlineData("ip6", Untouched)]
    [InlineData("arp", Untouched)]
    [InlineData("bridge", Untouched)]
    public void A_table_sees_packets_of_its_family(string family, string expected)
        => Assert.Equal(expected, Verdict(Beside(Rulesets.WithPolicy("ACCEPT"), family, "filter", "input", """{"drop":null}""")));

    [Theory]
    [InlineData("ingress", "Unknown nft inet t c:1")]
    [InlineData("prerouting", Dropped)]
    [InlineData("input", Dropped)]
    [InlineData("forward", Untouched)]
    [InlineData("output", Untouched)]
    [InlineData("postrouting", Untouched)]
    public void A_hook_is_on_the_way_or_is_not(string hook, string expected)
        => Assert.Equal(expected, Verdict(Beside(Rulesets.WithPolicy("ACCEPT"), "inet", "filter", hook, """{"drop":null}""")));

    [Fact]
    public void Fields_together_are_compared_element_by_element()
    {
        var both = $$"""{"concat":[{{Payload("ip", "saddr")}},{{Payload("tcp", "dport")}}]}""";
        Assert.Equal(Divided, Verdict(DropIf(both, """{"set":[{"concat":["203.0.113.7",2222]},{"concat":["203.0.113.8",{"range":[2000,3000]}]}]}""")));
        Assert.Equal(Untouched, Verdict(DropIf(both, """{"set":[{"concat":["203.0.113.7",22]}]}""")));
        // The first two have packets in common: what is counted twice is not counted at all.
        Assert.Equal("Unknown nft inet t c:1", Verdict(DropIf(both, """{"set":[{"concat":["203.0.113.7",2222]},{"concat":["203.0.113.7",{"range":[2000,3000]}]}]}""")));
    }

    internal static PortPath Path(IptablesRuleset ruleset) => PortPathAnalysis.Analyze(ruleset, Rulesets.Tcp(2222).Packets, "tcp");

    internal static string Verdict(IptablesRuleset ruleset) => Path(ruleset) is var path ? $"{path.Verdict} {path.DecidedBy}" : "";

    private static string Verdict(string statements) => Verdict(Accepting(statements));

    private static IptablesRuleset Accepting(string statements) => Beside(Rulesets.WithPolicy("ACCEPT"), "inet", "filter", "input", statements);
}
