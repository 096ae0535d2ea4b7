namespace PortFirewall.Core.Tests.Paths;

public sealed class PathTests
{
    [Fact]
    public void The_jumps_to_an_accepting_rule_are_told()
    {
        var path = Analyze(Rulesets.Drop("-j one", "-A one -j two", "-A two -p tcp -m tcp --dport 2222 -j ACCEPT"));
        Assert.Equal((PortVerdict.Accept, "two:1"), (path.Verdict, path.DecidedBy));
        Assert.Equal(["INPUT:1", "one:1"], Assert.Single(path.Segments).Via);
    }

    [Fact]
    public void The_jumps_to_a_denying_rule_are_told()
        => Assert.Equal(["INPUT:1"], Assert.Single(Analyze(Rulesets.Drop("-j one", "-A one -j DROP")).Segments).Via);

    [Fact]
    public void A_path_that_splits_is_mixed_and_tells_its_segments()
    {
        var path = Analyze(Rulesets.Drop("-s 203.0.113.0/24 -j REJECT", "-p tcp -m tcp --dport 2222 -j ACCEPT"));
        Assert.Equal(PortVerdict.Mixed, path.Verdict);
        Assert.Equal(
            [("203.0.113.0/24", PortVerdict.Reject, "INPUT:1"), ("! 203.0.113.0/24", PortVerdict.Accept, "INPUT:2")],
            path.Segments.Select(s => (s.Source, s.Verdict, s.DecidedBy)));
        Assert.Null(path.Rule);
    }

    [Fact]
    public void A_limit_on_accepting_makes_the_verdict_unknown_and_is_named()
    {
        var path = Analyze(Rulesets.Drop("-p tcp -m tcp --dport 2222 -m limit --limit 5/min -j ACCEPT"));
        Assert.Equal(PortVerdict.Unknown, path.Verdict);
        Assert.Equal(["limit --limit 5/min"], Assert.Single(path.Segments).Conditions);
    }

    [Theory]
    [InlineData("-m limit --limit 5/min -j LOG")]
    [InlineData("-m limit --limit 5/min")]
    [InlineData("-m limit --limit 5/min -j one")]
    [InlineData("-m limit --limit 5/min -j ACCEPT")]
    public void A_limit_that_makes_no_difference_is_decided_after_all(string rule)
        => Assert.Equal(PortVerdict.Accept, Analyze(Rulesets.Drop(rule, "-j ACCEPT", "-A one -p udp -j DROP")).Verdict);

    [Theory]
    [InlineData("-p tcp -j NFQUEUE --queue-num 0")]
    [InlineData("-p tcp -j FANCY")]
    [InlineData("-p tcp -j ACCEPT --to-port 22")]
    [InlineData("-j ACCEPT -m fancy")]
    [InlineData("-p 0x6 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport ssh -j ACCEPT")]
    [InlineData("-s host.example.net -j ACCEPT")]
    [InlineData("-s 10.0.0.0/255.0.255.0 -j ACCEPT")]
    [InlineData("-m conntrack --ctexpire 30 -j ACCEPT")]
    [InlineData("-m mark --mark 0xfancy -j ACCEPT")]
    [InlineData("-p tcp -m policy --dir in --pol ipsec --proto esp -j ACCEPT")]
    public void What_is_not_understood_makes_the_verdict_unknown(string rule)
        => Assert.Equal(PortVerdict.Unknown, Analyze(Rulesets.Drop(rule)).Verdict);

    [Theory]
    [InlineData("-p tcp --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT")]
    [InlineData("-p tcp --tcp-flags syn,ack syn -j ACCEPT")]
    [InlineData("-p tcp --syn -j ACCEPT")]
    [InlineData("! -p udp -j ACCEPT")]
    [InlineData("-p 6 -j ACCEPT")]
    [InlineData("-p ip -j ACCEPT")]
    [InlineData("! -f -j ACCEPT")]
    [InlineData("! -o eth0 -j ACCEPT")]
    [InlineData("-i + -j ACCEPT")]
    [InlineData("! -i lo -j ACCEPT")]
    [InlineData("-m comment --comment \"-j DROP\" -j ACCEPT")]
    public void What_every_first_packet_meets_accepts_it(string rule)
        => Assert.Equal(PortVerdict.Accept, Analyze(Rulesets.Drop(rule)).Verdict);

    [Theory]
    [InlineData("-p tcp --tcp-flags ALL NONE -j ACCEPT")]
    [InlineData("-p tcp ! --syn -j ACCEPT")]
    [InlineData("-p udp -j ACCEPT")]
    [InlineData("-f -j ACCEPT")]
    [InlineData("-o eth0 -j ACCEPT")]
    [InlineData("-i lo -j ACCEPT")]
    [InlineData("! -i + -j ACCEPT")]
    [InlineData("-p icmp -j ACCEPT")]
    [InlineData("! -s 0.0.0.0/0 -j ACCEPT")]
    [InlineData("-m conntrack --ctstate ESTABLISHED -j ACCEPT")]
    public void What_no_first_packet_from_outside_meets_leaves_it_to_the_policy(string rule)
        => Assert.Equal((PortVerdict.Drop, "INPUT:policy"), (Analyze(Rulesets.Drop(rule)).Verdict, Analyze(Rulesets.Drop(rule)).DecidedBy));

    [Theory]
    [InlineData("-m rt --rt-type 0")]
    [InlineData("-m rt ! --rt-type 0")]
    [InlineData("-m hbh")]
    [InlineData("-m dst --dst-len 8")]
    [InlineData("-m frag --fragmore")]
    [InlineData("-m ah --ahspi 0")]
    public void A_packet_that_begins_a_connection_has_no_extension_header(string match)
    {
        var text = $"*filter\n:INPUT DROP [0:0]\n-A INPUT {match} -j DROP\n-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT\nCOMMIT\n";
        var path = PortPathAnalysis.Analyze(RulesetReader.Read(text, AddressFamily.IPv6), (Rulesets.Tcp(2222) with { Family = AddressFamily.IPv6 }).Packets, "tcp");
        Assert.Equal("Accept by INPUT:2", path.ToString().Split(" (")[0]);
    }

    [Fact]
    public void NOTRACK_makes_a_packet_untracked_for_the_rules_that_follow()
    {
        const string Raw = "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 2222 -j CT --notrack\nCOMMIT\n";
        const string Filter = "*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate NEW -j ACCEPT\n-A INPUT -m conntrack --ctstate UNTRACKED -j REJECT\nCOMMIT\n";
        Assert.Equal((PortVerdict.Reject, "INPUT:2"), (Analyze(Rulesets.Read(Raw + Filter)).Verdict, Analyze(Rulesets.Read(Raw + Filter)).DecidedBy));
    }

    [Fact]
    public void NOTRACK_in_a_chain_that_chance_leads_to_may_or_may_not_have_happened()
    {
        const string Raw = "*raw\n:PREROUTING ACCEPT [0:0]\n:one - [0:0]\n-A PREROUTING -m limit --limit 5/min -j one\n-A one -j NOTRACK\nCOMMIT\n";
        const string Filter = "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m conntrack --ctstate UNTRACKED -j REJECT\nCOMMIT\n";
        Assert.Equal(PortVerdict.Unknown, Analyze(Rulesets.Read(Raw + Filter)).Verdict);
    }

    [Theory]
    [InlineData("-m state --state INVALID -j DROP", PortVerdict.Drop)]
    [InlineData("-m conntrack --ctstate NEW -j DROP", PortVerdict.Accept)]
    public void In_raw_connection_tracking_has_seen_no_packet_yet(string rule, PortVerdict verdict)
    {
        var ruleset = RulesetReader.Read($"*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING {rule}\nCOMMIT\n", AddressFamily.IPv4);
        var packets = PacketClass.Any(AddressFamily.IPv4, ProtocolNumbers.Tcp) with { States = ConnectionStates.New };
        Assert.Equal(verdict, PortPathAnalysis.Analyze(ruleset, packets, "tcp").Verdict);
    }

    [Fact]
    public void Untracked_packets_are_not_shown_to_nat()
    {
        const string Raw = "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j NOTRACK\nCOMMIT\n";
        const string Nat = "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -j DNAT --to-destination 192.0.2.7\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\nCOMMIT\n";
        Assert.Equal(PortVerdict.Unknown, Analyze(Rulesets.Read(Nat)).Verdict);
        Assert.Equal(PortVerdict.Accept, Analyze(Rulesets.Read(Raw + Nat)).Verdict);
    }

    [Fact]
    public void Where_chance_makes_no_difference_the_one_that_decides_without_it_is_named()
    {
        var path = Analyze(Rulesets.Drop("-m limit --limit 5/min -j REJECT", "-m limit --limit 9/min -j REJECT", "-p tcp -j REJECT"));
        Assert.Equal((PortVerdict.Reject, "INPUT:3"), (path.Verdict, path.DecidedBy));
        Assert.Equal(["limit --limit 5/min", "limit --limit 9/min"], Assert.Single(path.Segments).Conditions);
    }

    [Fact]
    public void A_drop_ahead_of_filter_is_told_with_its_table()
        => Assert.Equal("mangle PREROUTING:policy", Analyze(Rulesets.Read("*mangle\n:PREROUTING DROP [0:0]\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n")).DecidedBy);

    [Fact]
    public void DNAT_to_an_address_that_may_be_this_hosts_or_not_leaves_the_verdict_unknown()
        => Assert.Equal(PortVerdict.Unknown, Analyze(Rulesets.Read(
            "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 2222 -j DNAT --to-destination 192.0.2.7\nCOMMIT\n*filter\n:INPUT DROP [0:0]\nCOMMIT\n")).Verdict);

    [Fact]
    public void A_file_with_an_endless_ladder_of_chains_is_answered()
    {
        var rules = Enumerable.Range(1, 20_000).Select(i => $"-A c{i} -j c{i + 1}").Prepend("-j c1").Append("-A c20001 -j ACCEPT").ToArray();
        var ruleset = Rulesets.Drop(rules);
        Assert.Equal(PortVerdict.Unknown, Analyze(ruleset).Verdict);
        Assert.Single(InsertPlanner.Plan(ruleset, [Rulesets.Tcp(2222)], null, force: false));
    }

    [Fact]
    public void A_file_whose_chains_double_the_way_again_and_again_is_answered()
    {
        var rules = Enumerable.Range(1, 60).SelectMany(i => new[] { $"-A c{i} -j c{i + 1}", $"-A c{i} -j c{i + 1}" }).Prepend("-j c1").Append("-A c61 -p udp -j ACCEPT").ToArray();
        var ruleset = Rulesets.Drop(rules);
        Assert.Equal(PortVerdict.Unknown, Analyze(ruleset).Verdict);
        Assert.Single(InsertPlanner.Plan(ruleset, [Rulesets.Tcp(2222)], null, force: false));
    }

    [Fact]
    public void Undecided_returns_do_not_multiply_the_ways()
    {
        var rules = Enumerable.Range(1, 40).Select(_ => "-j one").Concat(Enumerable.Range(1, 10).Select(_ => "-A one -m limit --limit 5/min -j RETURN")).Append("-j ACCEPT").ToArray();
        Assert.Equal(PortVerdict.Accept, Analyze(Rulesets.Drop(rules)).Verdict);
    }

    private static PortPath Analyze(IptablesRuleset ruleset) => PortPathAnalysis.Analyze(ruleset, Rulesets.Tcp(2222).Packets, "tcp");
}
