using PortFirewall.Core.Tests.Hooks;
using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Paths;

/// <summary>Base chains of one hook and priority, of which nobody can tell which one the kernel calls first.</summary>
public sealed class RegistrationOrderTests
{
    private const string Drop = """{"drop":null}""";
    private const string Reject = """{"reject":null}""";

    private const string Order = "order of registration of INPUT and nft inet t c, of equal priority: the one that was registered last comes first";

    [Theory]
    [InlineData("DROP", Reject)]
    [InlineData("REJECT", Drop)]
    public void Where_one_drops_and_the_other_rejects_the_answer_is_unknown_and_the_port_is_closed(string target, string other)
    {
        var path = NftEvaluationTests.Path(Beside(target, [Port(other)]));
        Assert.Equal("Unknown INPUT:1, nft inet t c:1", $"{path.Verdict} {path.DecidedBy}");
        Assert.Equal([$"{Order}; the packets are stopped either way"], Assert.Single(path.Segments).Conditions);
    }

    [Fact]
    public void Legacy_and_nft_iptables_are_of_equal_priority_as_well()
    {
        var ruleset = OtherHooks.Attach(Rulesets.Drop("-p tcp -j REJECT"), NftRuleset.Empty, Rulesets.Drop("-p tcp -j DROP"));
        Assert.Equal("Unknown INPUT:1, legacy INPUT:1", NftEvaluationTests.Verdict(ruleset));
    }

    [Theory]
    [InlineData("DROP", Drop, 0, "Drop INPUT:1")]
    [InlineData("ACCEPT", Reject, 0, "Reject nft inet t c:1")]
    [InlineData("DROP", """{"accept":null}""", 0, "Drop INPUT:1")]
    [InlineData("DROP", Reject, -1, "Reject nft inet t c:1")]
    [InlineData("DROP", Reject, 1, "Drop INPUT:1")]
    public void Where_the_order_changes_nothing_or_is_given_all_is_decided(string target, string other, int priority, string expected)
    {
        var path = NftEvaluationTests.Path(Beside(target, [Port(other)], priority));
        Assert.Equal(expected, $"{path.Verdict} {path.DecidedBy}");
        Assert.All(path.Segments, s => Assert.Empty(s.Conditions));
    }

    [Fact]
    public void Only_the_packets_that_both_take_hang_on_it()
    {
        var path = NftEvaluationTests.Path(Beside("DROP", [Match(Payload("ip", "saddr"), "\"203.0.113.7\"") + "," + Reject]));
        Assert.Equal(["Drop INPUT:1 ! 203.0.113.7/32", "Unknown INPUT:1, nft inet t c:1 203.0.113.7/32"], path.Segments.Select(s => $"{s.Verdict} {s.DecidedBy} {s.Source}").Order());
    }

    [Fact]
    public void A_mark_is_there_only_for_who_comes_later()
    {
        const string setMark = """{"mangle":{"key":{"meta":{"key":"mark"}},"value":7}}""";
        var path = NftEvaluationTests.Path(Nft.Beside(Rulesets.WithPolicy("ACCEPT", "-m mark --mark 0x7 -j DROP"), Chain("c", "inet", "filter", "input", 0), Rule("c", setMark)));
        Assert.Equal("Unknown INPUT:1, INPUT:policy", $"{path.Verdict} {path.DecidedBy}");
        Assert.Equal([Order], Assert.Single(path.Segments).Conditions);
        Assert.Equal("Accept INPUT:policy", NftEvaluationTests.Verdict(Nft.Beside(Rulesets.WithPolicy("ACCEPT", "-m mark --mark 0x8 -j DROP"), Chain("c", "inet", "filter", "input", 0), Rule("c", setMark))));
    }

    [Fact]
    public void Marks_that_nobody_asks_for_change_nothing()
    {
        static string SetMark(int mark) => $$$"""{"mangle":{"key":{"meta":{"key":"mark"}},"value":{{{mark}}}}}""";
        var path = NftEvaluationTests.Path(Nft.Beside(
            Rulesets.WithPolicy("ACCEPT"), [Chain("c", "inet", "filter", "input", 0), Rule("c", SetMark(1)), Chain("d", "inet", "filter", "input", 0), Rule("d", SetMark(2))]));
        Assert.Equal("Accept INPUT:policy", $"{path.Verdict} {path.DecidedBy}");
        Assert.Empty(Assert.Single(path.Segments).Conditions);
    }

    [Fact]
    public void Of_two_that_send_packets_elsewhere_the_first_is_asked()
    {
        static string[] SendTo(string chain, int port) => [Chain(chain, "inet", "nat", "prerouting", -100), Rule(chain, Port($$$"""{"redirect":{"port":{{{port}}}}}"""))];
        var path = NftEvaluationTests.Path(Nft.Beside(Rulesets.Drop("-p tcp -m tcp --dport 80 -j ACCEPT"), [.. SendTo("a", 80), .. SendTo("b", 81)]));
        Assert.Equal(PortVerdict.Unknown, path.Verdict);
        Assert.StartsWith("order of registration of nft inet t a and nft inet t b", Assert.Single(Assert.Single(path.Segments).Conditions), StringComparison.Ordinal);
        Assert.Equal(PortVerdict.Accept, NftEvaluationTests.Path(Nft.Beside(Rulesets.Drop("-p tcp -m tcp --dport 80 -j ACCEPT"), [.. SendTo("a", 80), .. SendTo("b", 80)])).Verdict);
    }

    [Fact]
    public void One_trial_in_a_twin_does_not_settle_it()
    {
        var part = Assert.Single(PortPathAnalysis.PartsOf(Beside("DROP", [Port(Reject)]), Rulesets.Tcp(2222).Packets));
        var concluded = new RehearsedPart(part, [PortVerdict.Reject, PortVerdict.Reject]).Conclude(null);
        Assert.Equal(PortVerdict.Unknown, concluded.Verdict);
        Assert.Equal([$"{Order}; the packets are stopped either way", "seen in the twin: 2 Reject"], concluded.Conditions);
    }

    private static string Port(string verdict) => Match(Payload("tcp", "dport"), "2222") + "," + verdict;

    private static IptablesRuleset Beside(string target, string[] rules, int priority = 0)
        => Nft.Beside(Rulesets.WithPolicy("ACCEPT", $"-p tcp -j {target}"), [Chain("c", "inet", "filter", "input", priority), .. rules.Select(r => Rule("c", r))]);
}
