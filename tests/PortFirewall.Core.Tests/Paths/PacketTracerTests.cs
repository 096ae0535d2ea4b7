using PortFirewall.Core.Tests.Hooks;

namespace PortFirewall.Core.Tests.Paths;

/// <summary>One packet, rule by rule.</summary>
public sealed class PacketTracerTests
{
    [Fact]
    public void Each_rule_is_a_step_and_the_last_one_decides()
        => AssertSteps(
            ["INPUT:1 NoMatch", "INPUT:2 NoMatch", "INPUT:3 Match Accept"],
            Rulesets.Drop("-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-p udp -m udp --dport 2222 -j ACCEPT", "-p tcp -m tcp --dport 2222 -j ACCEPT", "-j DROP"));

    [Fact]
    public void A_packet_goes_into_chains_and_comes_back_and_the_policy_is_last()
        => AssertSteps(
            ["INPUT:1 Jump", "BANS:1 NoMatch", "BANS:2 Return", "INPUT:2 Goto", "LATE:1 Match", "INPUT:policy Policy Drop"],
            Rulesets.Drop("-p tcp -j BANS", "-g LATE", "-j ACCEPT", "-A BANS -p udp -j DROP", "-A BANS -j RETURN", "-A LATE -j LOG"));

    [Fact]
    public void What_hangs_on_chance_is_unknown_and_the_packet_may_go_on()
        => AssertSteps(["INPUT:1 Unknown", "INPUT:policy Policy Drop"], Rulesets.Drop("-m limit --limit 5/min -j ACCEPT"));

    [Fact]
    public void What_was_not_given_and_is_asked_for_is_named()
    {
        var trace = PacketTracer.Trace(Rulesets.Drop("-s 203.0.113.0/24 -i eth0 -j REJECT"), PacketTracer.PacketOf(Rulesets.Tcp(2222)));
        Assert.Equal(TraceOutcome.Unknown, trace.Steps[0].Outcome);
        Assert.Equal(["-Source not given", "-InInterface not given"], trace.Steps[0].Conditions);
        Assert.Equal(["-Source", "-InInterface"], trace.NotGiven);
    }

    [Fact]
    public void Tables_come_in_the_kernels_order()
        => AssertSteps(
            ["raw PREROUTING:1 NoMatch", "raw PREROUTING:policy Policy Accept", "mangle INPUT:1 Match Drop"],
            Rulesets.Read("*mangle\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -j DROP\nCOMMIT\n*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp -j DROP\nCOMMIT\n"));

    [Fact]
    public void The_packet_is_for_this_host_where_its_addresses_are_known()
    {
        var ruleset = Rulesets.Drop("-j NOTLOCAL", "-p tcp -j ACCEPT", "-A NOTLOCAL -m addrtype --dst-type LOCAL -j RETURN", "-A NOTLOCAL -j DROP");
        string[] expected = ["INPUT:1 Jump", "NOTLOCAL:1 Return", "INPUT:2 Match Accept"];
        AssertSteps(expected, ruleset.With(Host("10.0.0.5", "127.0.0.0/8")));
        // A host that has no address yet, or no such family, is asked as a file is.
        AssertSteps(expected, ruleset.With(Host("127.0.0.0/8")));
        AssertSteps(expected, ruleset);
        Assert.Equal(PortVerdict.Accept, PortPathAnalysis.Analyze(ruleset.With(Host("127.0.0.0/8")), Rulesets.Tcp(2222).Packets, "tcp").Verdict);
    }

    [Fact]
    public void Where_two_ways_are_left_the_steps_tell_them_apart()
    {
        var steps = PacketTracer.Trace(Rulesets.Drop("-j BANS", "-j ACCEPT", "-A BANS -s 203.0.113.0/24 -j RETURN", "-A BANS -j DROP"), PacketTracer.PacketOf(Rulesets.Tcp(2222))).Steps;
        Assert.Equal(["INPUT:1 Jump ", "BANS:1 Unknown ", "BANS:2 Match Drop 2n", "INPUT:2 Match Accept 2y"], steps.Select(s => $"{s} {s.Branch}"));
    }

    [Fact]
    public void Rules_of_the_other_backend_are_told_apart()
    {
        var ruleset = OtherHooks.Attach(Rulesets.WithPolicy("ACCEPT"), NftRuleset.Empty, Rulesets.WithPolicy("ACCEPT", "-p tcp -j DROP"));
        var last = PacketTracer.Trace(ruleset, PacketTracer.PacketOf(Rulesets.Tcp(2222))).Steps[^1];
        Assert.Equal("legacy filter|legacy INPUT:1 Match Drop|-p tcp -j DROP", $"{last.Table}|{last}|{last.RuleText}");
    }

    [Fact]
    public void A_map_of_nft_is_one_step_in_nfts_words()
    {
        var map = """{"vmap":{"key":{"payload":{"protocol":"tcp","field":"dport"}},"data":{"set":[[22,{"accept":null}],[2222,{"jump":{"target":"x"}}],[{"range":[80,90]},{"drop":null}]]}}}""";
        var ruleset = Nft.Beside(Rulesets.WithPolicy("ACCEPT"), [Nft.Chain("c", "inet", "filter", "input"), Nft.Chain("x"), Nft.Rule("c", map), Nft.Rule("x", """{"return":null}"""), Nft.Rule("c", """{"drop":null}""")]);
        Assert.Equal(
            ["nft inet t c:1 Jump tcp dport vmap { 22 : accept, 2222 : jump x, 80-90 : drop }", "nft inet t x:1 Return return", "nft inet t c:2 Match Drop drop"],
            PacketTracer.Trace(ruleset, PacketTracer.PacketOf(Rulesets.Tcp(2222))).Steps.Select(s => $"{s} {s.RuleText}"));
    }

    [Fact]
    public void Chains_of_equal_priority_are_taken_in_each_order()
    {
        var ruleset = Nft.Beside(Rulesets.WithPolicy("ACCEPT", "-p tcp -j DROP"), [Nft.Chain("c", "inet", "filter", "input", 0), Nft.Rule("c", """{"reject":null}""")]);
        var steps = PacketTracer.Trace(ruleset, PacketTracer.PacketOf(Rulesets.Tcp(2222))).Steps;
        Assert.Equal(["1 INPUT:1 Unknown INPUT first", "2 nft inet t c:1 Unknown nft inet t c first"], steps.Select(s => $"{s.Step} {s} {s.Branch}"));
        Assert.All(steps, s => Assert.StartsWith("order of registration of INPUT and nft inet t c", Assert.Single(s.Conditions), StringComparison.Ordinal));
    }

    private static HostFacts Host(params string[] own) => new()
    {
        Destinations = LocalRouteReader.Read($"[{string.Join(',', own.Select(a => $$"""{"type":"local","dst":"{{a}}","dev":"x"}"""))}]", AddressFamily.IPv4),
    };

    private static void AssertSteps(string[] expected, IptablesRuleset ruleset)
        => Assert.Equal(expected, PacketTracer.Trace(ruleset, PacketTracer.PacketOf(Rulesets.Tcp(2222))).Steps.Select(s => s.ToString()));
}
