namespace PortFirewall.Core.Tests.Paths;

/// <summary>What REDIRECT, DNAT and marks do to the rest of the way.</summary>
public sealed class TranslationTests
{
    private static readonly HostFacts Facts = new()
    {
        Destinations = [Own("eth0", "192.0.2.1"), Own("eth1", "198.51.100.1"), Own("lo", "127.0.0.0/8")],
    };

    [Fact]
    public void A_redirected_packet_meets_the_rules_about_its_new_port_and_is_told_under_its_old_one()
    {
        var segment = Assert.Single(Analyze("-A PREROUTING -p tcp -m tcp --dport 2222 -j REDIRECT --to-ports 8080", "-A INPUT -p tcp -m tcp --dport 8080 -j ACCEPT").Segments);
        Assert.Equal((PortVerdict.Accept, "INPUT:1", "2222", "port 8080"), (segment.Verdict, segment.DecidedBy, segment.Port, segment.TranslatedTo));
        Assert.Equal(["nat PREROUTING:1"], segment.Via);
    }

    [Fact]
    public void Accepting_the_old_port_of_a_redirected_packet_has_no_effect()
        => Assert.Equal("INPUT:policy", Analyze("-A PREROUTING -p tcp -m tcp --dport 2222 -j REDIRECT --to-ports 8080", "-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT").DecidedBy);

    [Fact]
    public void A_packet_sent_to_another_host_is_judged_by_FORWARD()
    {
        var segment = Assert.Single(Analyze("-A PREROUTING -p tcp -m tcp --dport 2222 -j DNAT --to-destination 203.0.113.9:22", "-A FORWARD -d 203.0.113.9/32 -p tcp -m tcp --dport 22 -j REJECT").Segments);
        Assert.Equal((PortVerdict.Reject, "FORWARD:1", "203.0.113.9/32 port 22"), (segment.Verdict, segment.DecidedBy, segment.TranslatedTo));
    }

    [Fact]
    public void A_packet_sent_to_another_address_of_this_host_is_judged_by_INPUT()
        => Assert.Equal("INPUT:1", Analyze("-A PREROUTING -p tcp -j DNAT --to-destination 198.51.100.1", "-A INPUT -d 198.51.100.1/32 -j ACCEPT").DecidedBy);

    [Fact]
    public void A_destination_that_is_not_this_hosts_is_judged_by_FORWARD()
        => Assert.Equal("FORWARD:policy", Analyze(Rulesets.Tcp(2222) with { Destination = "203.0.113.9" }, "", "-A INPUT -j ACCEPT").DecidedBy);

    [Fact]
    public void Where_a_translated_packet_leaves_is_not_known()
        => Assert.Equal(
            ["-o docker0"],
            Assert.Single(Analyze("-A PREROUTING -p tcp -j DNAT --to-destination 203.0.113.9", "-A FORWARD -o docker0 -j DROP").Segments).Conditions);

    [Fact]
    public void Of_a_range_of_ports_nobody_knows_which_one_it_becomes()
    {
        const string Nat = "-A PREROUTING -p tcp -j REDIRECT --to-ports 8000-8010";
        Assert.Equal(PortVerdict.Unknown, Analyze(Nat, "-A INPUT -p tcp -m tcp --dport 8005 -j ACCEPT").Verdict);
        Assert.Equal(PortVerdict.Accept, Analyze(Nat, "-A INPUT -p tcp -m tcp --dport 8000:8010 -j ACCEPT").Verdict);
        Assert.Equal(PortVerdict.Drop, Analyze(Nat, "-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT").Verdict);
    }

    [Fact]
    public void A_packet_sent_to_the_loopback_address_from_outside_hangs_on_routing()
        => Assert.Equal(["route_localnet"], Assert.Single(Analyze("-A PREROUTING -p tcp -j DNAT --to-destination 127.0.0.1", "-A INPUT -j ACCEPT").Segments).Conditions);

    [Theory]
    [InlineData("--ctstate DNAT", PortVerdict.Accept)]
    [InlineData("--ctstate NEW,DNAT", PortVerdict.Accept)]
    [InlineData("! --ctstate DNAT", PortVerdict.Drop)]
    [InlineData("--ctstate SNAT", PortVerdict.Drop)]
    [InlineData("--ctorigdstport 2222", PortVerdict.Accept)]
    [InlineData("--ctorigdstport 8080", PortVerdict.Drop)]
    [InlineData("--ctreplsrcport 8080", PortVerdict.Accept)]
    [InlineData("--ctdir ORIGINAL --ctproto 6", PortVerdict.Accept)]
    [InlineData("--ctdir REPLY", PortVerdict.Drop)]
    [InlineData("--ctstatus CONFIRMED,ASSURED", PortVerdict.Drop)]
    [InlineData("--ctexpire 30", PortVerdict.Unknown)]
    public void A_connection_keeps_its_original_addresses(string asked, PortVerdict verdict)
        => Assert.Equal(verdict, Analyze("-A PREROUTING -p tcp -j REDIRECT --to-ports 8080", $"-A INPUT -m conntrack {asked} -j ACCEPT").Verdict);

    [Fact]
    public void A_rule_about_the_only_address_that_packets_can_come_to_is_about_all_of_them()
        => Assert.Equal(PortVerdict.Accept, Analyze("", "-A INPUT -d 192.0.2.0/24 -j ACCEPT", "-A INPUT -d 198.51.100.1/32 -j ACCEPT").Verdict);

    [Fact]
    public void A_destination_that_was_asked_about_is_told()
        => Assert.Equal("192.0.2.1/32", Assert.Single(Analyze(Rulesets.Tcp(2222) with { Destination = "192.0.2.1" }, "", "-A INPUT -j ACCEPT").Segments).Destination);

    [Theory]
    [InlineData("-A PREROUTING -j MARK --set-xmark 0x10/0xf0", "--mark 0x10/0xf0", PortVerdict.Accept)]
    [InlineData("-A PREROUTING -j MARK --set-mark 16", "--mark 020", PortVerdict.Accept)]
    [InlineData("-A PREROUTING -p udp -j MARK --set-mark 1", "--mark 1", PortVerdict.Drop)]
    [InlineData("-A PREROUTING -m statistic --mode random --probability 0.5 -j MARK --set-mark 1", "--mark 1", PortVerdict.Unknown)]
    [InlineData("-A PREROUTING -m statistic --mode random --probability 0.5 -j MARK --set-mark 1", "--mark 0/2", PortVerdict.Accept)]
    [InlineData("-A PREROUTING -j HMARK --hmark-tuple src --hmark-mod 10", "--mark 1", PortVerdict.Unknown)]
    public void A_mark_is_known_from_where_it_was_set(string mangle, string asked, PortVerdict verdict)
        => Assert.Equal(verdict, Analyze(Rulesets.Tcp(2222), "", "mangle", mangle, $"-A INPUT -m mark {asked} -j ACCEPT").Verdict);

    [Fact]
    public void Where_chance_chooses_between_two_stops_both_are_named_and_no_answer_is_promised()
    {
        var path = Analyze("", "-A INPUT -m limit --limit 5/min -j REJECT");
        Assert.Equal((PortVerdict.Drop, "INPUT:1, INPUT:policy", null), (path.Verdict, path.DecidedBy, path.Rule));
    }

    private static LocalDestination Own(string name, string address) => new(LocalDestinationKind.Local, name, AddressSets.ReadNetwork(address, AddressFamily.IPv4)!);

    private static PortPath Analyze(string nat, params string[] filter) => Analyze(Rulesets.Tcp(2222), nat, filter);

    private static PortPath Analyze(PortRule asked, string nat, params string[] filter)
    {
        var mangle = filter is ["mangle", var rule, ..] ? $"*mangle\n:PREROUTING ACCEPT [0:0]\n{rule}\nCOMMIT\n" : "";
        var rules = filter is ["mangle", _, .. var others] ? others : filter;
        var text = $"{mangle}*nat\n:PREROUTING ACCEPT [0:0]\n{nat}\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n{string.Join('\n', rules)}\nCOMMIT\n";
        return PortPathAnalysis.Analyze(Rulesets.Read(text).With(Facts), asked.Packets with { States = ConnectionStates.New }, "tcp");
    }
}
