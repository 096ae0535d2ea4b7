using PortFirewall.Core.Tests.Hooks;

namespace PortFirewall.Core.Tests.Positions;

public sealed class MovePlannerTests
{
    private const string Accept2222 = "-p tcp -m tcp --dport 2222 -j ACCEPT";

    [Fact]
    public void A_rule_behind_a_block_goes_directly_ahead_of_it()
        => Assert.Equal(2, Plan(Rulesets.Drop("-i lo -j ACCEPT", "-j DROP", Accept2222), 3));

    [Fact]
    public void A_rule_that_stands_right_stays() => Assert.Equal(2, Plan(Rulesets.Drop("-i lo -j ACCEPT", Accept2222, "-j DROP"), 2));

    [Fact]
    public void A_rule_ahead_of_narrow_denies_goes_behind_them()
        => Assert.Equal(2, Plan(Rulesets.Drop(Accept2222, "-s 203.0.113.0/24 -j DROP", "-j DROP"), 1));

    [Fact]
    public void A_rule_is_found_again_by_its_text_when_its_number_has_changed()
    {
        var before = Rulesets.Drop("-j DROP", Accept2222).RequireChain("filter", "INPUT").Rules[1];
        var (rule, number, _) = MovePlanner.Plan(Rulesets.Drop("-i lo -j ACCEPT", "-s 203.0.113.0/24 -j DROP", "-j DROP", Accept2222), before, null, force: false);
        Assert.Equal((4, 3), (rule.Number, number));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_position_that_the_chain_does_not_have_is_an_error(int position)
        => Expect.Error("InvalidPosition", () => Plan(Rulesets.Drop("-j DROP", Accept2222), 2, position));

    [Fact]
    public void A_position_behind_a_block_is_an_error_unless_forced()
    {
        var ruleset = Rulesets.Drop(Accept2222, "-j DROP");
        Expect.Error("PositionBehindBlock", () => Plan(ruleset, 1, 2));
        Assert.Equal(2, Plan(ruleset, 1, 2, force: true));
    }

    [Theory]
    [InlineData("-m limit --limit 5/min -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 2222 -m limit --limit 5/min -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 2222 -j DROP")]
    [InlineData("-p tcp -m tcp ! --dport 2222 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 2222 --syn -j ACCEPT")]
    public void Where_a_rule_goes_that_is_no_plain_allow_rule_can_not_be_worked_out(string rule)
    {
        var ruleset = Rulesets.Drop("-i lo -j ACCEPT", rule);
        Expect.Error("PositionNotComputable", () => Plan(ruleset, 2));
        Assert.Equal(1, Plan(ruleset, 2, 1));
    }

    [Fact]
    public void A_rule_whose_packets_another_chain_decides_is_an_error()
        => Expect.Error("PositionNotComputable", () => Plan(Rulesets.Drop(Accept2222, "-j zone", "-A zone -p tcp -m tcp --dport 22 -j ACCEPT", "-A zone -j DROP"), 1));

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void No_place_helps_where_another_firewall_stops_all_of_its_packets(int? position)
    {
        var ruleset = Nft.Beside(Rulesets.Drop("-j DROP", Accept2222), "inet", "filter", "input", """{"drop":null}""");
        Expect.Error("BlockedElsewhere", () => Plan(ruleset, 2, position));
        Assert.Equal(1, Plan(ruleset, 2, position, force: true));
    }

    [Fact]
    public void A_rule_that_has_gone_is_an_error()
        => Expect.Error("RuleNotFound", () => MovePlanner.Plan(Rulesets.Drop("-j DROP"), Rulesets.Drop(Accept2222).RequireChain("filter", "INPUT").Rules[0], null, force: false));

    private static int Plan(IptablesRuleset ruleset, int number, int? position = null, bool force = false)
        => MovePlanner.Plan(ruleset, ruleset.RequireChain("filter", "INPUT").Rules[number - 1], position, force).Number;
}
