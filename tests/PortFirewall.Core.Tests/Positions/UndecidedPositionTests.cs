namespace PortFirewall.Core.Tests.Positions;

/// <summary>Where what becomes of packets hangs on what nobody can know, and where a deny hides in a chain that denies all.</summary>
public sealed class UndecidedPositionTests
{
    [Fact]
    public void A_narrow_deny_in_a_chain_that_stops_everything_is_stepped_over_and_told()
    {
        var ruleset = Rulesets.Drop("-j u", "-A u -s 198.51.100.77/32 -j DROP", "-A u -j DROP");
        var position = Find(ruleset);
        Assert.Equal(("INPUT", 1, "INPUT:1"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Equal(["u:1"], position.Bypassed.Select(r => r.Place));
        Assert.Contains("u:1 (-s 198.51.100.77/32 -j DROP)", Plan(ruleset).Warning);
    }

    [Fact]
    public void What_a_chain_that_stops_everything_answers_to_only_some_is_no_narrow_deny()
        => Assert.Empty(Find(Rulesets.Drop("-j u", "-A u -m limit --limit 5/min -j REJECT", "-A u -j DROP")).Bypassed);

    [Theory]
    [InlineData("-p tcp -j NFQUEUE --queue-num 5", "hands the packets to a program")]
    [InlineData("-p tcp -j QUANTUM", "not known")]
    public void A_target_that_may_do_anything_with_all_packets_is_a_block(string rule, string because)
    {
        var ruleset = Rulesets.WithPolicy("ACCEPT", "-s 192.0.2.1/32 -j DROP", rule);
        var position = Find(ruleset);
        Assert.Equal(("INPUT", 2, "INPUT:2", false), (position.Chain, position.RuleNumber, position.Blocker, position.AlreadyAccepted));
        Assert.Contains(because, position.Reason);
        Assert.Contains(because, Plan(ruleset).Warning);
        Assert.Equal(2, Plan(ruleset).Number);
    }

    [Fact]
    public void Packets_handed_to_a_program_in_a_chain_are_accepted_ahead_of_that_in_the_chain()
    {
        var position = Find(Rulesets.WithPolicy("ACCEPT", "-j ips", "-A ips -p udp -j ACCEPT", "-A ips -j NFQUEUE --queue-num 5"));
        Assert.Equal(("ips", 2, "ips:2", false), (position.Chain, position.RuleNumber, position.Blocker, position.AlreadyAccepted));
    }

    [Theory]
    [InlineData("-m ttl --ttl-gt 1 -j DROP")]
    [InlineData("-m statistic --mode random --probability 1 -j DROP")]
    public void A_deny_that_may_stop_all_packets_is_told_as_such(string rule)
    {
        var ruleset = Rulesets.WithPolicy("ACCEPT", rule);
        var position = Find(ruleset);
        Assert.False(position.AlreadyAccepted);
        Assert.Contains("may deny all of these packets", position.Reason);
        Assert.DoesNotContain("denying a part", position.Reason);
        Assert.Contains("may deny all of these packets", Plan(ruleset).Warning);
    }

    [Fact]
    public void A_rate_limit_denies_a_part()
    {
        var position = Find(Rulesets.WithPolicy("ACCEPT", "-m limit --limit 5/min -j DROP"));
        Assert.True(position.AlreadyAccepted);
        Assert.Contains("1 narrower rule keeps denying a part", position.Reason);
    }

    private static IptablesInsertPosition Find(IptablesRuleset ruleset) => InsertPositionFinder.Find(ruleset, Rulesets.Tcp(80));

    private static PlannedRule Plan(IptablesRuleset ruleset) => InsertPlanner.Plan(ruleset, [Rulesets.Tcp(80)], null, force: false)[0];
}
