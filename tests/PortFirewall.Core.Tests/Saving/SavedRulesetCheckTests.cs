namespace PortFirewall.Core.Tests.Saving;

public sealed class SavedRulesetCheckTests
{
    private const string Accept2222 = "-p tcp -m tcp --dport 2222 -j ACCEPT";

    [Fact]
    public void A_file_that_holds_what_is_in_force_has_no_fault()
    {
        var live = Rulesets.Drop("-i lo -j ACCEPT", Accept2222, "-j one", "-A one -j DROP");
        Assert.Null(SavedRulesetCheck.FindFault(Rulesets.Drop("-i lo -j ACCEPT", Accept2222, "-j one", "-A one -j DROP"), live, [Rule(live, 2)]));
    }

    [Fact]
    public void An_empty_file_is_at_fault()
        => Assert.NotNull(SavedRulesetCheck.FindFault(Rulesets.Read(""), Rulesets.Drop(Accept2222), []));

    [Fact]
    public void A_chain_that_is_missing_is_named()
        => Assert.Contains("one", SavedRulesetCheck.FindFault(Rulesets.Drop("-j DROP"), Rulesets.Drop("-j DROP", "-A one -j DROP"), [])!, StringComparison.Ordinal);

    [Fact]
    public void Another_policy_is_named()
        => Assert.Contains("policy", SavedRulesetCheck.FindFault(Rulesets.WithPolicy("ACCEPT", Accept2222), Rulesets.Drop(Accept2222), [])!, StringComparison.Ordinal);

    [Theory]
    [InlineData("-j DROP", Accept2222)]
    [InlineData(Accept2222)]
    [InlineData(Accept2222, "-j DROP", "-j DROP")]
    public void Rules_that_differ_in_any_way_are_named(params string[] saved)
        => Assert.Contains("INPUT", SavedRulesetCheck.FindFault(Rulesets.Drop(saved), Rulesets.Drop(Accept2222, "-j DROP"), [])!, StringComparison.Ordinal);

    [Fact]
    public void A_proved_rule_that_is_not_in_force_any_more_is_named()
        => Assert.Contains("2222", SavedRulesetCheck.FindFault(Rulesets.Drop("-j DROP"), Rulesets.Drop("-j DROP"), [Rule(Rulesets.Drop(Accept2222), 1)])!, StringComparison.Ordinal);

    [Fact]
    public void A_proved_rule_behind_a_block_is_named()
    {
        var ruleset = Rulesets.Drop("-j DROP", Accept2222);
        Assert.Contains("behind", SavedRulesetCheck.FindFault(ruleset, ruleset, [Rule(ruleset, 2)])!, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_came_or_went_are_counted()
    {
        var before = Rulesets.Drop("-i lo -j ACCEPT", "-j DROP");
        var after = Rulesets.Drop("-i lo -j ACCEPT", "-i lo -j ACCEPT", Accept2222);
        Assert.Equal(["-i lo -j ACCEPT", Accept2222], SavedRulesetCheck.Missing(after, before).Select(r => r.Specification));
        Assert.Equal(["-j DROP"], SavedRulesetCheck.Missing(before, after).Select(r => r.Specification));
        Assert.Equal(2, SavedRulesetCheck.Missing(before, null).Length);
    }

    private static IptablesRule Rule(IptablesRuleset ruleset, int number) => ruleset.RequireChain("filter", "INPUT").Rules[number - 1];
}
