namespace PortFirewall.Core.Tests.Positions;

/// <summary>Where a rule for tcp 2222 belongs: the cases that the design is made of.</summary>
public sealed class WorkedExampleTests
{
    private const string Established = "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT";
    private const string Loopback = "-i lo -j ACCEPT";
    private const string Ssh = "-p tcp -m tcp --dport 22 -j ACCEPT";

    [Fact]
    public void At_the_end_of_a_default_deny_chain()
    {
        var position = Find(Rulesets.Drop(Established, Loopback));
        AssertAt("INPUT", 3, "INPUT:policy", position);
        Assert.Null(position.BlockerRule);
    }

    [Fact]
    public void Ahead_of_a_broad_block_under_an_accepting_policy()
        => AssertAt("INPUT", 3, "INPUT:3", Find(Rulesets.WithPolicy("ACCEPT", Established, Loopback, "-j REJECT --reject-with icmp-port-unreachable")));

    [Fact]
    public void Behind_narrow_denies_and_ahead_of_the_broad_block()
    {
        var position = Find(Rulesets.Drop(Established, "-m conntrack --ctstate INVALID -j DROP", "-s 203.0.113.0/24 -j DROP", Ssh, "-j DROP"));
        AssertAt("INPUT", 5, "INPUT:5", position);
        // INVALID stops none of the packets that open a connection, so the rule is not one that denies a part of them.
        Assert.Equal(["INPUT:3"], position.StillBlocked.Select(r => r.Place));
    }

    [Fact]
    public void Ahead_of_a_range_that_blocks_the_port()
        => AssertAt("INPUT", 1, "INPUT:1", Find(Rulesets.Drop("-p tcp -m tcp --dport 2000:3000 -j DROP", Ssh)));

    [Fact]
    public void Ahead_of_the_narrow_deny_that_completes_the_block()
    {
        var position = Find(Rulesets.Drop("-s 0.0.0.0/1 -j DROP", "-s 128.0.0.0/1 -j DROP"));
        AssertAt("INPUT", 2, "INPUT:2", position);
        Assert.Equal(["INPUT:1"], position.StillBlocked.Select(r => r.Place));
    }

    [Fact]
    public void Ahead_of_the_jump_into_a_verdict_chain()
    {
        var position = Find(Rulesets.Drop("-p tcp -m multiport --dports 22 -j f2b-sshd", "-j LOGDROP",
            "-A f2b-sshd -s 203.0.113.9/32 -j REJECT", "-A f2b-sshd -j RETURN", "-A LOGDROP -j LOG", "-A LOGDROP -j DROP"));
        AssertAt("INPUT", 2, "INPUT:2", position);
    }

    [Fact]
    public void Behind_a_chain_of_bans_that_every_packet_goes_through()
    {
        var position = Find(Rulesets.Drop("-j f2b-all", "-j LOGDROP", "-A f2b-all -s 203.0.113.9/32 -j REJECT", "-A f2b-all -j RETURN", "-A LOGDROP -j LOG", "-A LOGDROP -j DROP"));
        AssertAt("INPUT", 2, "INPUT:2", position);
        Assert.Equal(["f2b-all:1"], position.StillBlocked.Select(r => r.Place));
    }

    [Fact]
    public void Inside_the_chain_of_a_zone_that_the_packets_reach()
    {
        var position = Find(Rulesets.Load("firewalld"), Rulesets.Tcp(2222) with { InInterface = "eth0" });
        AssertAt("IN_public", 3, "IN_public:3", position);
        Assert.Equal(["IN_public:2"], position.StillBlocked.Select(r => r.Place));
        Assert.Empty(position.Bypassed);
    }

    [Fact]
    public void Ahead_of_the_jump_into_a_chain_that_forwarded_packets_reach_as_well()
    {
        var position = Find(Rulesets.Load("red-hat"));
        AssertAt("INPUT", 1, "INPUT:1", position);
        Assert.Equal(["RH-Firewall-1-INPUT:3"], position.Bypassed.Select(r => r.Place));
        Assert.Contains("FORWARD", position.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void At_the_end_where_only_chance_denies()
    {
        var position = Find(Rulesets.Drop("-m limit --limit 5/min -j DROP"));
        AssertAt("INPUT", 2, "INPUT:policy", position);
        Assert.Equal(["INPUT:1"], position.StillBlocked.Select(r => r.Place));
    }

    [Fact]
    public void Nowhere_if_a_rule_accepts_the_packets_already()
    {
        var position = Find(Rulesets.Drop("-p tcp -j ACCEPT"));
        Assert.True(position.AlreadyAccepted);
        Assert.Equal("INPUT:1", position.AcceptedBy!.Place);
        Assert.Null(position.Blocker);
    }

    [Fact]
    public void What_several_rules_accept_together_names_them_all()
    {
        var position = Find(Rulesets.Drop("-p tcp -m tcp --dport 2000:2222 -j ACCEPT", "-i lo -j ACCEPT", "-p tcp -m tcp --dport 2223:2300 -j ACCEPT"), Rulesets.Tcp(2200, 2250));
        Assert.True(position.AlreadyAccepted);
        Assert.Contains("2 rules together", position.Reason, StringComparison.Ordinal);
        Assert.Contains("(INPUT:1, INPUT:3)", position.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deny_of_a_part_in_another_table_stays_and_is_told()
    {
        var position = Find(Rulesets.Read("*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -s 198.51.100.0/24 -j DROP\nCOMMIT\n*filter\n:INPUT DROP [0:0]\nCOMMIT\n"));
        AssertAt("INPUT", 1, "INPUT:policy", position);
        Assert.Equal(["mangle PREROUTING:1"], position.StillBlocked.Select(r => r.Place));
    }

    private static IptablesInsertPosition Find(IptablesRuleset ruleset, PortRule? rule = null) => InsertPositionFinder.Find(ruleset, rule ?? Rulesets.Tcp(2222));

    private static void AssertAt(string chain, int number, string blocker, IptablesInsertPosition position)
    {
        Assert.Equal((chain, number, blocker, false), (position.Chain, position.RuleNumber, position.Blocker, position.AlreadyAccepted));
        Assert.EndsWith(".", position.Reason, StringComparison.Ordinal);
    }
}
