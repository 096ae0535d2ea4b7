namespace PortFirewall.Core.Tests.Positions;

/// <summary>Where packets leave INPUT, come back to it, or split over several chains.</summary>
public sealed class UserChainPositionTests
{
    [Fact]
    public void RETURN_in_INPUT_sends_packets_to_the_policy()
    {
        var position = Find(Rulesets.Drop("-i lo -j ACCEPT", "-j RETURN", "-p tcp -j ACCEPT"));
        Assert.Equal(("INPUT", 2, "INPUT:policy"), (position.Chain, position.RuleNumber, position.Blocker));
    }

    [Fact]
    public void A_goto_in_INPUT_leads_to_the_policy_in_the_end()
    {
        var position = Find(Rulesets.Drop("-g web", "-p tcp -j ACCEPT", "-A web -p tcp -m tcp --dport 80 -j ACCEPT"));
        Assert.Equal(("INPUT", 1, "INPUT:policy"), (position.Chain, position.RuleNumber, position.Blocker));
    }

    [Fact]
    public void A_share_that_RETURN_sends_to_a_denying_policy_stays_denied_and_is_reported()
    {
        var position = Find(Rulesets.Drop("-s 203.0.113.0/24 -j RETURN", "-j DROP"));
        Assert.Equal(("INPUT", 2, "INPUT:2"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Equal(["INPUT:1"], position.StillBlocked.Select(r => r.Place));
    }

    [Fact]
    public void Narrow_denies_of_a_chain_that_packets_come_back_from_stay_ahead()
    {
        var position = Find(Rulesets.Drop("-j bans", "-A bans -s 203.0.113.0/24 -j DROP", "-A bans -s 198.51.100.0/24 -j REJECT"));
        Assert.Equal(("INPUT", 2, "INPUT:policy"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Equal(["bans:1", "bans:2"], position.StillBlocked.Select(r => r.Place));
    }

    [Fact]
    public void A_narrow_jump_into_a_verdict_chain_is_the_deny_and_not_what_the_chain_does()
    {
        var position = Find(Rulesets.Drop("-s 203.0.113.0/24 -j LOGDROP", "-j bans", "-j LOGDROP", "-A bans -s 198.51.100.0/24 -j LOGDROP", "-A LOGDROP -j LOG", "-A LOGDROP -j DROP"));
        Assert.Equal(("INPUT", 3, "INPUT:3"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Equal(["INPUT:1", "bans:1"], position.StillBlocked.Select(r => r.Place));
    }

    [Fact]
    public void A_chain_that_lets_the_welcome_return_and_drops_all_others_is_a_narrow_deny()
    {
        var position = Find(Rulesets.Drop("-j welcome", "-j REJECT", "-A welcome -s 192.0.2.0/24 -j RETURN", "-A welcome -j DROP"));
        Assert.Equal(("INPUT", 2, "INPUT:2"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Equal(["welcome:2"], position.StillBlocked.Select(r => r.Place));
    }

    [Fact]
    public void A_chain_that_packets_may_return_from_is_a_narrow_deny()
    {
        var position = Find(Rulesets.Drop("-j before", "-j after", "-A before -j not-local", "-A before -d 224.0.0.251/32 -p udp -j ACCEPT",
            "-A not-local -m socket -j RETURN", "-A not-local -m limit --limit 3/min -j LOG", "-A not-local -j DROP", "-A after -p tcp -m tcp --dport 445 -j DROP"));
        Assert.Equal(("INPUT", 3, "INPUT:policy"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Equal(["not-local:3"], position.StillBlocked.Select(r => r.Place));
    }

    // As ufw has it: a new connection to this host is none of what is dropped there.
    [Fact]
    public void A_chain_against_packets_for_others_denies_nothing_to_those_for_this_host()
    {
        var position = Find(Rulesets.Drop("-j not-local", "-A not-local -m addrtype --dst-type LOCAL -j RETURN", "-A not-local -m addrtype --dst-type BROADCAST -j RETURN", "-A not-local -j DROP"));
        Assert.Equal(("INPUT", 2, "INPUT:policy"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Empty(position.StillBlocked);
    }

    [Fact]
    public void A_chain_of_services_that_packets_come_back_from_is_left_alone()
    {
        var position = Find(Rulesets.Drop("-j services", "-j DROP", "-A services -p tcp -m tcp --dport 22 -j ACCEPT"));
        Assert.Equal(("INPUT", 2, "INPUT:2"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Empty(position.StillBlocked);
    }

    [Fact]
    public void Packets_of_two_zones_split_ahead_of_the_first_zone()
    {
        var position = Find(Rulesets.Load("two-zones"));
        Assert.Equal(("INPUT_ZONES", 1, "INPUT_ZONES:1"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Empty(position.StillBlocked);
        Assert.Contains("split", position.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Narrow_denies_of_every_zone_are_reported_as_bypassed()
        => Assert.Equal(["IN_home:1", "IN_public:1"], Find(Rulesets.Load("two-zones")).Bypassed.Select(r => r.Place).Order(StringComparer.Ordinal));

    [Fact]
    public void Packets_of_one_zone_only_go_into_its_chain()
    {
        var position = InsertPositionFinder.Find(Rulesets.Load("two-zones"), Rulesets.Tcp(2222) with { InInterface = "eth1" });
        Assert.Equal(("IN_home", 3, "IN_home:3"), (position.Chain, position.RuleNumber, position.Blocker));
        Assert.Equal(["IN_home:1"], position.StillBlocked.Select(r => r.Place));
        Assert.Empty(position.Bypassed);
    }

    [Fact]
    public void A_rule_that_is_accepted_in_one_zone_only_is_not_accepted_already()
    {
        var position = InsertPositionFinder.Find(Rulesets.Load("two-zones"), Rulesets.Tcp(22));
        Assert.False(position.AlreadyAccepted);
        Assert.NotNull(position.Blocker);
    }

    [Fact]
    public void Only_a_policy_that_accepts_is_said_and_the_rule_goes_to_the_end()
    {
        var position = Find(Rulesets.WithPolicy("ACCEPT", "-i lo -j ACCEPT", "-s 203.0.113.0/24 -j DROP"));
        Assert.Equal(("INPUT", 3, true), (position.Chain, position.RuleNumber, position.AlreadyAccepted));
        Assert.Null(position.AcceptedBy);
        Assert.Null(position.Blocker);
        Assert.Equal(["INPUT:2"], position.StillBlocked.Select(r => r.Place));
    }

    [Fact]
    public void A_chain_that_is_not_there_is_an_error()
        => Expect.Error("ChainNotFound", () => InsertPositionFinder.Find(Rulesets.Drop(), Rulesets.Tcp(22) with { Chain = "nowhere" }));

    [Theory]
    [InlineData("-j A", "-A A -j A")]
    [InlineData("-j A", "-A A -g A")]
    [InlineData("-j A", "-A A -j B", "-A B -j A")]
    [InlineData("-s 203.0.113.0/24 -j A", "-A A -j A", "-A A -j ACCEPT")]
    public void A_chain_that_jumps_into_itself_does_no_harm(params string[] rules)
    {
        var ruleset = Rulesets.Drop(rules);
        Assert.NotEmpty(Find(ruleset).Reason);
        Assert.Equal(PortVerdict.Unknown, PortPathAnalysis.Analyze(ruleset, Rulesets.Tcp(2222).Packets, "tcp").Verdict);
    }

    private static IptablesInsertPosition Find(IptablesRuleset ruleset) => InsertPositionFinder.Find(ruleset, Rulesets.Tcp(2222));
}
