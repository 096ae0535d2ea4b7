namespace PortFirewall.Core.Tests.Issues;

/// <summary>Each issue by an example that a person would write.</summary>
public sealed class IssueTests
{
    private const string Established = "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT";
    private const string Loopback = "-i lo -j ACCEPT";

    [Fact]
    public void A_sound_rule_set_has_none()
        => Assert.Empty(Find(Rulesets.Drop(Established, Loopback, "-m conntrack --ctstate INVALID -j REJECT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-p icmp -j ACCEPT", "-m limit --limit 5/min -j LOG")));

    [Fact]
    public void A_rule_behind_a_block_is_told()
    {
        var issue = Single(RuleIssueId.AllowBehindBlock, Established, Loopback, "-p tcp -m tcp --dport 2000:3000 -j DROP", "-p tcp -m tcp --dport 2222 -j ACCEPT");
        Assert.Equal(("INPUT:4", "INPUT:3", RuleIssueSeverity.Error), (issue.Rule!.Place, Related(issue), issue.Severity));
        Assert.Equal("INPUT:4 allows nothing: ahead of it, INPUT:3 stops every packet that it would accept.", issue.Message);
    }

    [Fact]
    public void A_rule_behind_the_last_one_of_the_chain_is_told()
        => Assert.Equal("INPUT:3", Related(Single(RuleIssueId.AllowBehindBlock, Established, Loopback, "-j REJECT --reject-with icmp-port-unreachable", "-p tcp -m tcp --dport 2222 -j ACCEPT")));

    [Fact]
    public void A_rule_is_behind_a_block_if_only_new_connections_are_stopped()
    {
        var issue = Single(RuleIssueId.AllowBehindBlock, Loopback, "-p tcp -m conntrack --ctstate NEW -j DROP", "-p tcp -m tcp --dport 2222 -j ACCEPT", Established);
        Assert.Equal(("INPUT:3", "INPUT:2"), (issue.Rule!.Place, Related(issue)));
    }

    [Fact]
    public void Who_accepts_only_what_was_let_in_before_is_not_behind_a_block()
        => Assert.DoesNotContain(Find(Rulesets.Drop(Loopback, "-m conntrack --ctstate NEW -j DROP", Established)), i => i.Id == RuleIssueId.AllowBehindBlock);

    [Fact]
    public void A_jump_into_a_chain_that_stops_everything_is_a_block_and_the_rule_in_it_is_named()
        => Assert.Equal("INPUT:3, LOGDROP:2", Related(Single(RuleIssueId.AllowBehindBlock,
            Established, Loopback, "-p tcp -j LOGDROP", "-p tcp -m tcp --dport 2222 -j ACCEPT", "-A LOGDROP -j LOG", "-A LOGDROP -j DROP")));

    [Fact]
    public void Ten_narrow_rules_that_together_cover_one_are_seen_and_named()
    {
        var ten = Enumerable.Range(0, 10).Select(i => $"-p tcp -m tcp --dport {8000 + (10 * i)}:{8009 + (10 * i)} -j ACCEPT");
        var issue = Single(RuleIssueId.Shadowed, [Established, Loopback, "-s 203.0.113.0/24 -p tcp -m tcp --dport 8050 -j REJECT", .. ten, "-s 192.0.2.0/24 -p tcp -m tcp --dport 8000:8099 -j LOG"]);
        Assert.Equal(14, issue.RuleNumber);
        Assert.Equal(Enumerable.Range(4, 10), issue.Related.Select(r => r.Number));
    }

    [Fact]
    public void Only_rules_that_are_needed_are_named()
        => Assert.Equal("INPUT:2, INPUT:4", Related(Single(RuleIssueId.Shadowed,
            "-s 10.1.0.0/16 -j RETURN", "-s 10.0.0.0/9 -j ACCEPT", "-s 10.200.0.0/16 -j ACCEPT", "-s 10.128.0.0/9 -j ACCEPT", "-s 10.0.0.0/8 -p udp -j LOG", Established, Loopback)));

    [Fact]
    public void A_rule_that_hangs_on_chance_shadows_nothing()
        => Assert.DoesNotContain(Find(Rulesets.Drop(Established, Loopback, "-p tcp -m limit --limit 5/min -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT")), i => i.Id == RuleIssueId.Shadowed);

    [Fact]
    public void A_rule_that_hangs_on_chance_can_be_shadowed()
        => Assert.Equal("INPUT:3", Related(Single(RuleIssueId.Shadowed, Established, Loopback, "-p tcp -j ACCEPT", "-p tcp -m limit --limit 5/min -j LOG")));

    [Fact]
    public void What_every_jump_into_a_chain_has_taken_out_is_not_seen_there()
    {
        var ruleset = Rulesets.Drop(Established, Loopback, "-s 10.0.0.0/8 -j DROP", "-p tcp -j SERVICES", "-A SERVICES -s 10.1.0.0/16 -p tcp -m tcp --dport 22 -j ACCEPT", "-A SERVICES -p tcp -m tcp --dport 443 -j ACCEPT");
        var issue = Assert.Single(Find(ruleset));
        Assert.Equal((RuleIssueId.AllowBehindBlock, "SERVICES:1", "INPUT:3"), (issue.Id, issue.Rule!.Place, Related(issue)));
    }

    [Fact]
    public void What_one_of_two_jumps_lets_in_is_seen()
        => Assert.DoesNotContain(Find(Rulesets.Drop(Established, Loopback, "-s 10.0.0.0/8 -j DROP", "-p tcp -j SERVICES",
            "-A SERVICES -s 10.1.0.0/16 -p tcp -m tcp --dport 22 -j DROP", "-A FORWARD -j SERVICES")), i => i.Chain == "SERVICES");

    [Fact]
    public void A_rule_that_the_policy_makes_unnecessary_is_redundant()
    {
        var issue = Single(RuleIssueId.Redundant, Established, Loopback, "-p tcp -m tcp --dport 22 -j ACCEPT", "-s 203.0.113.0/24 -j DROP");
        Assert.Equal((4, ""), (issue.RuleNumber, Related(issue)));
        Assert.Contains("the policy of INPUT", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_a_broader_one_repeats_is_redundant()
        => Assert.Equal("INPUT:4", Related(Single(RuleIssueId.Redundant, Established, Loopback, "-s 10.0.0.0/8 -p tcp -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT")));

    [Fact]
    public void A_rule_that_keeps_packets_from_a_log_or_another_verdict_is_not_redundant()
    {
        Assert.Empty(Find(Rulesets.Drop(Established, Loopback, "-p tcp -m tcp --dport 22 -j ACCEPT", "-s 203.0.113.0/24 -j DROP", "-j LOG")));
        Assert.Empty(Find(Rulesets.Drop(Established, Loopback, "-s 10.0.0.1/32 -p tcp -m tcp --dport 22 -j ACCEPT", "-s 10.0.0.0/8 -j REJECT", "-p tcp -m tcp --dport 22 -j ACCEPT")));
    }

    [Fact]
    public void The_same_rule_twice_is_a_duplicate_whatever_its_comment()
    {
        var issue = Single(RuleIssueId.Duplicate, Established, Loopback, "-p tcp -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -m comment --comment ssh -j ACCEPT");
        Assert.Equal((4, "INPUT:3"), (issue.RuleNumber, Related(issue)));
    }

    [Fact]
    public void The_same_question_has_the_same_answer()
        => Assert.Equal("INPUT:3", Related(Single(RuleIssueId.Duplicate, Established, Loopback, "-p icmp -m icmp --icmp-type 8 -j ACCEPT", "-p icmp -m icmp --icmp-type 8 -j ACCEPT")));

    [Fact]
    public void Flags_are_told_apart_and_together_are_all()
        => Assert.Equal("INPUT:3, INPUT:4", Related(Single(RuleIssueId.Shadowed, Established, Loopback,
            "-p tcp -m tcp --tcp-flags SYN,ACK SYN -j ACCEPT", "-p tcp -m tcp ! --tcp-flags SYN,ACK SYN -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT")));

    [Fact]
    public void A_rule_behind_an_unconditional_verdict_is_unreachable()
        => Assert.Equal("INPUT:3", Related(Single(RuleIssueId.Unreachable, Established, Loopback, "-j REJECT --reject-with icmp-port-unreachable", "-s 203.0.113.0/24 -j DROP")));

    [Fact]
    public void A_chain_that_nothing_jumps_to_is_unreachable_and_so_is_one_behind_it()
    {
        var issues = Find(Rulesets.Drop(Established, Loopback, "-A OUTER -j INNER", "-A INNER -j DROP"));
        Assert.Equal([("OUTER", RuleIssueId.Unreachable, ""), ("INNER", RuleIssueId.Unreachable, "OUTER:1")], issues.Select(i => (i.Chain, i.Id, Related(i))));
        Assert.All(issues, i => Assert.Null(i.Rule));
    }

    [Theory]
    [InlineData("-p tcp -m iprange --src-range 10.0.0.9-10.0.0.1 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22 -m multiport ! --dports 22,80 -j ACCEPT")]
    [InlineData("-m conntrack --ctstate NEW -m state --state ESTABLISHED -j ACCEPT")]
    public void A_rule_that_asks_for_what_no_packet_is_can_match_nothing(string rule)
        => Assert.Equal(3, Single(RuleIssueId.EmptyMatch, Established, Loopback, rule).RuleNumber);

    [Fact]
    public void A_rule_that_asks_for_what_its_chain_never_sees_can_match_nothing()
        => Assert.Equal("INPUT:3", Related(Single(RuleIssueId.EmptyMatch, Established, Loopback, "-p tcp -j SERVICES", "-A SERVICES -p udp -m udp --dport 53 -j ACCEPT")));

    [Fact]
    public void A_rule_that_lets_everything_in_is_told()
        => Assert.Contains(Find(Rulesets.Drop(Established, Loopback, "-j ACCEPT")), i => i.Id == RuleIssueId.AcceptsEverything && i.RuleNumber == 3);

    [Fact]
    public void A_policy_that_lets_everything_in_is_told_unless_something_stops_a_part()
    {
        Assert.Contains(Find(Rulesets.WithPolicy("ACCEPT", Loopback)), i => i.Id == RuleIssueId.AcceptsEverything && i.Rule is null);
        Assert.DoesNotContain(Find(Rulesets.WithPolicy("ACCEPT", Loopback, "-p tcp -m tcp --dport 25 -j DROP")), i => i.Id == RuleIssueId.AcceptsEverything);
    }

    [Fact]
    public void A_default_deny_that_forgets_replies_and_the_host_itself_is_told()
    {
        Assert.Equal([RuleIssueId.MissingEstablished, RuleIssueId.MissingLoopback], Find(Rulesets.Drop("-p tcp -m tcp --dport 22 -j ACCEPT")).Select(i => i.Id));
        var issues = Find(Rulesets.WithPolicy("ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-j LOG", "-j DROP"));
        Assert.Equal([("INPUT:3", RuleIssueId.MissingEstablished), ("INPUT:3", RuleIssueId.MissingLoopback)], issues.Select(i => (Related(i), i.Id)));
    }

    [Fact]
    public void A_default_deny_of_IPv6_without_neighbour_discovery_is_told()
    {
        var issue = Assert.Single(FindIPv6("-p tcp -m tcp --dport 22 -j ACCEPT"));
        Assert.Equal(RuleIssueId.MissingNeighborDiscovery, issue.Id);
        Assert.Equal("INPUT:4", Related(Assert.Single(FindIPv6("-p tcp -m tcp --dport 22 -j ACCEPT", "-j REJECT --reject-with icmp6-port-unreachable"))));
    }

    [Theory]
    [InlineData("-p ipv6-icmp -j ACCEPT")]
    [InlineData("-p ipv6-icmp -m icmp6 --icmpv6-type 135 -j ACCEPT")]
    [InlineData("-m conntrack --ctstate UNTRACKED -j ACCEPT")]
    [InlineData("-s fe80::/10 -j ACCEPT")]
    [InlineData("-m hl --hl-eq 255 -j ACCEPT")]
    public void Whoever_lets_in_a_part_of_neighbour_discovery_has_thought_of_it(string rule) => Assert.Empty(FindIPv6(rule));

    [Fact]
    public void A_port_that_is_open_for_one_family_only_is_told()
    {
        var open = Rulesets.Drop(Established, Loopback, "-s 203.0.113.0/24 -j REJECT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 443 -j ACCEPT");
        var closed = RulesetReader.Read(
            "*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p ipv6-icmp -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 443,80 -j ACCEPT\nCOMMIT\n", AddressFamily.IPv6);
        var issues = RuleIssueFinder.Find([open, closed], "filter", out _);
        var issue = Assert.Single(issues);
        Assert.Equal((RuleIssueId.FamilyMismatch, AddressFamily.IPv4, 4), (issue.Id, issue.AddressFamily, issue.RuleNumber));
        Assert.Equal("tcp 22 is open for IPv4, and INPUT:policy stops it for IPv6.", issue.Message);
    }

    [Fact]
    public void Chains_that_lead_into_themselves_are_left_alone()
        => Assert.Empty(Find(Rulesets.Drop("-j ONE", "-A ONE -j TWO", "-A TWO -j ONE")));

    private static List<IptablesRuleIssue> FindIPv6(params string[] rules)
        => RuleIssueFinder.Find(
            [RulesetReader.Read($"*filter\n:INPUT DROP [0:0]\n{string.Concat(new[] { Established, Loopback }.Concat(rules).Select(r => $"-A INPUT {r}\n"))}COMMIT\n", AddressFamily.IPv6)],
            "filter", out _);

    private static List<IptablesRuleIssue> Find(IptablesRuleset ruleset)
    {
        var issues = RuleIssueFinder.Find([ruleset], "filter", out var isComplete);
        Assert.True(isComplete);
        Assert.All(issues, i => Assert.EndsWith(".", i.Message, StringComparison.Ordinal));
        Assert.All(issues, i => Assert.EndsWith(".", i.RecommendedAction, StringComparison.Ordinal));
        return issues;
    }

    private static IptablesRuleIssue Single(RuleIssueId id, params string[] rules) => Assert.Single(Find(Rulesets.Drop(rules)), i => i.Id == id);

    private static string Related(IptablesRuleIssue issue) => string.Join(", ", issue.Related.Select(r => r.Place));
}
