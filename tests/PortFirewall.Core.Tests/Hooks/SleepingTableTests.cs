using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>Chains of <c>iptables-nft</c> that are printed as ever, and that the kernel calls for no packet.</summary>
public sealed class SleepingTableTests
{
    private const string WithoutHook = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:INPUT - [0:0]\n-A INPUT -p tcp -m tcp --dport 2222 -j DROP\nCOMMIT\n";

    [Theory]
    [InlineData("\"dormant\"", PortVerdict.Accept)]
    [InlineData("[\"dormant\"]", PortVerdict.Accept)]
    [InlineData("\"owner\"", PortVerdict.Drop)]
    [InlineData("\"filter\"", PortVerdict.Unknown)]
    public void A_table_that_sleeps_stops_nothing(string flags, PortVerdict verdict) => Assert.Equal(verdict, Verdict(WithFlags(flags)));

    [Fact]
    public void Where_the_table_sleeps_the_policy_is_not_named_as_who_decides()
        => Assert.Equal("filter (dormant) INPUT:policy", PortPathAnalysis.Analyze(WithFlags("\"dormant\""), Rulesets.Tcp(2222).Packets, "tcp").DecidedBy);

    [Fact]
    public void A_table_sleeps_also_with_rules_changed_in_it()
    {
        var ruleset = WithFlags("\"dormant\"");
        Assert.Equal(PortVerdict.Accept, Verdict(ruleset.With(ruleset.RequireChain("filter", "INPUT").With([]))));
    }

    [Fact]
    public void No_rule_can_be_placed_where_the_table_sleeps()
        => Assert.Contains("dormant", Expect.Error("ChainNotCalled", () => InsertPositionFinder.Find(WithFlags("\"dormant\""), Rulesets.Tcp(2222))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_chain_named_INPUT_without_a_hook_is_read_and_stops_nothing()
    {
        var ruleset = Rulesets.Read(WithoutHook);
        Assert.Equal(PortVerdict.Accept, Verdict(ruleset));
        Assert.Equal((1, false), (ruleset.RequireChain("filter", "INPUT").Rules.Count, ruleset.RequireChain("filter", "INPUT").IsBuiltIn));
        Assert.Contains("without a hook", Expect.Error("ChainNotCalled", () => InsertPositionFinder.Find(ruleset, Rulesets.Tcp(2222))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_without_a_hook_is_written_so_that_it_is_read_as_one_again()
        => Assert.True(Rulesets.Read(Rulesets.Read(WithoutHook).Text).SaysTheSameAs(Rulesets.Read(WithoutHook)));

    [Fact]
    public void A_chain_that_is_printed_twice_with_a_policy_is_an_error()
        => Expect.Error("UnreadableRuleset", () => Rulesets.Read("*filter\n:INPUT DROP [0:0]\n:INPUT - [0:0]\nCOMMIT\n"));

    private static PortVerdict Verdict(IptablesRuleset ruleset) => PortPathAnalysis.Analyze(ruleset, Rulesets.Tcp(2222).Packets, "tcp").Verdict;

    private static IptablesRuleset WithFlags(string flags) => Beside(
        Rulesets.Drop(), $$$"""{"table":{"family":"ip","name":"filter","flags":{{{flags}}}}}""", Chain("INPUT", "ip", "filter", "input", 0, "drop", "filter"));
}
