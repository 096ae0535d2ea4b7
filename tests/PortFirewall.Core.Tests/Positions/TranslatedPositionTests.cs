namespace PortFirewall.Core.Tests.Positions;

/// <summary>Rules for packets that nat makes into others before INPUT would see them.</summary>
public sealed class TranslatedPositionTests
{
    private static readonly PortRule Published = Rulesets.Tcp(8080) with { InInterface = "eth0" };

    private static readonly PortRule Unreached = Rulesets.Tcp(8081) with { InInterface = "eth0" };

    [Fact]
    public void No_place_helps_a_published_port_and_it_is_accepted_by_who_sees_it()
    {
        // Those two accept packets to this host, which these are not any more.
        var position = InsertPositionFinder.Find(DockerRules.With("-p tcp -m tcp --dport 80 -j ACCEPT", "-p tcp -m tcp --dport 8080 -j ACCEPT"), Published);
        Assert.Equal(
            "No place in INPUT helps: nat DOCKER:2 (DNAT --to-destination 172.17.0.2:80) makes the packets into others before that (172.17.0.2/32 port 80), and DOCKER:1 accepts them.",
            position.Reason);
        Assert.True(position.AlreadyAccepted);
        Assert.Equal(("DOCKER:1", null), (position.AcceptedBy?.Place, position.Blocker));
    }

    [Fact]
    public void No_place_helps_a_port_that_FORWARD_drops_behind_nat()
    {
        var position = InsertPositionFinder.Find(DockerRules.With("-p tcp -m tcp --dport 8081 -j ACCEPT"), Unreached);
        Assert.StartsWith("No place in INPUT helps: nat DOCKER:3 ", position.Reason, StringComparison.Ordinal);
        Assert.EndsWith("and FORWARD:policy drops them.", position.Reason, StringComparison.Ordinal);
        Assert.Equal((false, null, "FORWARD:policy"), (position.AlreadyAccepted, position.AcceptedBy, position.Blocker));
    }

    [Fact]
    public void What_hangs_on_an_unknown_route_may_be_stopped()
    {
        var position = InsertPositionFinder.Find(DockerRules.WithRoutes("[]", "[]"), Published);
        Assert.EndsWith("and FORWARD:policy may stop them, which hangs on -o docker0.", position.Reason, StringComparison.Ordinal);
        Assert.False(position.AlreadyAccepted);
    }

    [Fact]
    public void A_rule_for_packets_that_go_to_another_host_is_refused_and_nobody_is_sent_to_INPUT()
    {
        var dropped = Error(DockerRules.With(), Unreached);
        Assert.Contains("FORWARD:policy drops them", dropped.Message, StringComparison.Ordinal);
        Assert.Equal("No rule in INPUT concerns packets that are sent to another host: look at FORWARD, which they meet as 172.17.0.2/32 port 81; Test-PortPath shows their way.", dropped.RecommendedAction);
        var open = Error(DockerRules.WithRoutes("[]", "[]"), Published);
        Assert.Contains("FORWARD:policy may stop them", open.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Open tcp", open.RecommendedAction, StringComparison.Ordinal);
        Assert.StartsWith("Add nothing", Error(DockerRules.With(), Published).RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chain_that_Docker_leaves_to_its_user_is_named_where_it_is()
    {
        var ruleset = DockerRules.With();
        ruleset = RulesetReader.Read(ruleset.Text.Replace(":FORWARD DROP [0:0]\n", ":FORWARD DROP [0:0]\n:DOCKER-USER - [0:0]\n-A FORWARD -j DOCKER-USER\n", StringComparison.Ordinal), AddressFamily.IPv4).With(ruleset.Facts);
        Assert.Contains("look at FORWARD and DOCKER-USER", Error(ruleset, Unreached).RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void The_very_rule_in_INPUT_does_not_pass_for_an_open_port()
        => Error(DockerRules.With("-i eth0 -p tcp -m tcp --dport 8081 -j ACCEPT"), Unreached);

    [Fact]
    public void A_given_position_is_refused_unless_it_is_forced()
    {
        Error(DockerRules.With(), Unreached, position: 1);
        Assert.True(Assert.Single(InsertPlanner.Plan(DockerRules.With(), [Unreached], 1, force: true)).IsInsert);
    }

    [Fact]
    public void Such_a_rule_is_not_moved_either()
    {
        var ruleset = DockerRules.With("-p udp -j DROP", "-i eth0 -p tcp -m tcp --dport 8081 -j ACCEPT");
        var error = Assert.Throws<FirewallException>(() => MovePlanner.Plan(ruleset, ruleset.RequireChain("filter", "INPUT").Rules[1], null, force: false));
        Assert.Equal("PortTranslated", error.ErrorId);
    }

    [Theory]
    [InlineData(8080, "DOCKER:1 accepts them")]
    [InlineData(8081, "FORWARD:policy drops them")]
    public void Where_nat_takes_the_packets_of_all_clients_the_rule_goes_in_with_a_warning(int port, string fate)
    {
        var plan = Assert.Single(InsertPlanner.Plan(DockerRules.With(), [Rulesets.Tcp(port)], null, force: false));
        Assert.True(plan.IsInsert);
        Assert.Contains("makes the packets on every interface but docker0 into others before INPUT (172.17.0.2/32 port 8", plan.Warning, StringComparison.Ordinal);
        Assert.EndsWith($"which this rule is not about: {fate}.", plan.Warning, StringComparison.Ordinal);
        var position = InsertPositionFinder.Find(DockerRules.With(), Rulesets.Tcp(port));
        Assert.Equal(("INPUT:1", false), ($"{position}", position.AlreadyAccepted));
        Assert.EndsWith(plan.Warning!, position.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8080, true)]
    [InlineData(8081, false)]
    public void What_INPUT_accepts_of_the_rest_is_accepted_already_only_with_what_nat_took(int port, bool isAccepted)
        => Assert.Equal(isAccepted, InsertPositionFinder.Find(DockerRules.With("-i docker0 -j ACCEPT"), Rulesets.Tcp(port)).AlreadyAccepted);

    [Fact]
    public void What_chance_makes_into_others_only_may_be()
    {
        var ruleset = Rulesets.Read("*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m statistic --mode random --probability 0.5 -j REDIRECT --to-ports 81\nCOMMIT\n*filter\n:INPUT DROP [0:0]\nCOMMIT\n");
        var plan = Assert.Single(InsertPlanner.Plan(ruleset, [Rulesets.Tcp(80)], null, force: false));
        Assert.True(plan.IsInsert);
        Assert.Contains("may make the packets into others before INPUT (port 81)", plan.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_narrow_drop_of_nft_is_named_beside_those_of_iptables()
    {
        const string Guard = """
            {"nftables": [{"table": {"family": "inet", "name": "guard"}},
            {"chain": {"family": "inet", "table": "guard", "name": "input", "type": "filter", "hook": "input", "prio": -5, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "guard", "chain": "input", "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": "192.0.2.7"}}, {"drop": null}]}}]}
            """;
        var ruleset = OtherHooks.Attach(Rulesets.Drop("-s 203.0.113.0/24 -j DROP", "-p tcp -j ACCEPT"), NftReader.Read(Guard), null);
        var reason = InsertPositionFinder.Find(ruleset, Rulesets.Tcp(2222)).Reason;
        Assert.Contains("accepts the packets already", reason, StringComparison.Ordinal);
        Assert.Contains("denying a part (INPUT:1)", reason, StringComparison.Ordinal);
        Assert.EndsWith("nft inet guard input:1 stops a part of these packets.", reason, StringComparison.Ordinal);
    }

    /// <summary>What nat does with tcp 8080, and rules of INPUT.</summary>
    public static TheoryData<string, string> Worlds()
    {
        string[] nat =
        [
            "-j REDIRECT --to-ports 80", "-j REDIRECT --to-ports 8080", "-j DNAT --to-destination 172.17.0.2:80", "-j DNAT --to-destination 172.17.0.2", "-j DNAT --to-destination 198.51.100.1:80",
            "-i eth0 -j DNAT --to-destination 172.17.0.2:81", "-s 192.0.2.0/24 -j REDIRECT --to-ports 80", "-d 198.51.100.1/32 -j DNAT --to-destination 172.17.0.2:81", "-j DNAT --to-destination 192.0.2.9:80",
        ];
        string[] input = ["", "-p tcp -m tcp --dport 8080 -j ACCEPT", "-p tcp -m tcp --dport 80 -j ACCEPT", "-m conntrack --ctstate DNAT -j ACCEPT", "-i docker0 -j DROP", "-j ACCEPT"];
        var worlds = new TheoryData<string, string>();
        foreach (var (one, other) in nat.SelectMany(n => input.Select(i => (n, i))))
            worlds.Add(one, other);
        return worlds;
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Finding_adding_and_testing_agree_behind_nat(string nat, string input)
    {
        var docker = DockerRules.With();
        var text = docker.Text.Replace("-A PREROUTING -m addrtype", $"-A PREROUTING -p tcp -m tcp --dport 8080 {nat}\n-A PREROUTING -m addrtype", StringComparison.Ordinal);
        var ruleset = RulesetReader.Read(input.Length == 0 ? text : text.Replace("-A DOCKER -d", $"-A INPUT {input}\n-A DOCKER -d", StringComparison.Ordinal), AddressFamily.IPv4).With(docker.Facts);
        foreach (var rule in new[] { Published, Rulesets.Tcp(8080), Rulesets.Tcp(8080) with { Source = "192.0.2.0/24" } })
        {
            var position = InsertPositionFinder.Find(ruleset, rule);
            var plan = Assert.Single(InsertPlanner.Plan(ruleset, [rule], null, force: false));
            var before = Told(ruleset, rule);
            var helps = Enumerable.Range(1, ruleset.RequireChain("filter", "INPUT").Rules.Count + 1).Any(number => Decides(ruleset, rule, number));
            if (position.Reason.StartsWith("No place", StringComparison.Ordinal))
                Assert.Equal((false, "PortTranslated"), (helps, plan.Error?.ErrorId));
            else
                Assert.Null(plan.Error);
            Assert.Equal(position.AlreadyAccepted, before.StartsWith("Accept", StringComparison.Ordinal));
            Assert.True(!plan.IsInsert || Decides(ruleset, rule, plan.Number!.Value));
        }
    }

    private static string Told(IptablesRuleset ruleset, PortRule rule)
    {
        var path = PortPathAnalysis.Analyze(ruleset, rule.Packets, "tcp");
        return $"{path.Verdict} by {path.DecidedBy}";
    }

    /// <summary>Whether the rule at that place of INPUT is who accepts some packets.</summary>
    private static bool Decides(IptablesRuleset ruleset, PortRule rule, int number)
    {
        var chain = ruleset.RequireChain("filter", "INPUT");
        List<IptablesRule> rules = [.. chain.Rules];
        rules.Insert(number - 1, rule.At(number, ruleset));
        var changed = ruleset.With(chain.With(rules.Select((r, i) => r.WithNumber(i + 1))));
        return RuleEffect.Of(changed, [rule]).Decides(changed.RequireChain("filter", "INPUT").Rules[number - 1]);
    }

    private static FirewallException Error(IptablesRuleset ruleset, PortRule rule, int? position = null)
    {
        var plan = Assert.Single(InsertPlanner.Plan(ruleset, [rule], position, force: false));
        Assert.Equal("PortTranslated", plan.Error?.ErrorId);
        return plan.Error!;
    }
}
