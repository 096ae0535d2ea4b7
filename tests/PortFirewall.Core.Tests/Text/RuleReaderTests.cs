namespace PortFirewall.Core.Tests.Text;

public sealed class RuleReaderTests
{
    [Fact]
    public void A_plain_rule_is_taken_apart()
    {
        var rule = RuleReader.Read("-s 192.0.2.0/24 -d 198.51.100.7/32 -i eth0 -o eth1 -p tcp -m tcp --dport 2222 -j ACCEPT");
        Assert.Equal("192.0.2.0/24", rule.Source!.Value);
        Assert.Equal("198.51.100.7/32", rule.Destination!.Value);
        Assert.Equal("eth0", rule.InInterface!.Value);
        Assert.Equal("eth1", rule.OutInterface!.Value);
        Assert.Equal("tcp", rule.Protocol!.Value);
        Assert.Equal("tcp --dport 2222", Assert.Single(rule.Matches).ToString());
        Assert.Equal("ACCEPT", rule.Target);
        Assert.False(rule.IsGoto);
        Assert.Empty(rule.TargetOptions);
    }

    [Fact]
    public void Long_options_say_the_same_as_short_ones()
    {
        const string Short = "-s 192.0.2.0/24 -d 198.51.100.7/32 -i eth0 -o eth1 -p tcp -f -m tcp --dport 2222 -g chain";
        const string Long = "--source 192.0.2.0/24 --destination 198.51.100.7/32 --in-interface eth0 --out-interface eth1 --protocol tcp --fragment --match tcp --dport 2222 --goto chain";
        Assert.Equal(RuleNormalForm.Of(RuleReader.Read(Short), AddressFamily.IPv4), RuleNormalForm.Of(RuleReader.Read(Long), AddressFamily.IPv4));
        Assert.True(RuleReader.Read(Long).IsGoto);
    }

    [Theory]
    [InlineData("! -s 192.0.2.0/24 -j DROP")]
    [InlineData("-s ! 192.0.2.0/24 -j DROP")]
    [InlineData("--src ! 192.0.2.0/24 -j DROP")]
    public void A_negation_stands_ahead_of_the_option_or_of_its_value(string text)
    {
        var rule = RuleReader.Read(text);
        Assert.True(rule.Source!.Negated);
        Assert.Equal("192.0.2.0/24", rule.Source.Value);
    }

    [Theory]
    [InlineData("-p tcp -m tcp ! --dport 22 -j DROP")]
    [InlineData("-p tcp -m tcp --dport ! 22 -j DROP")]
    [InlineData("-p tcp ! --dport 22 -j DROP")]
    public void An_option_of_a_match_is_negated_in_the_same_ways(string text)
    {
        var option = RuleReader.Read(text).FindOption("tcp", "--dport")!;
        Assert.True(option.Negated);
        Assert.Equal("22", option.Value);
    }

    [Fact]
    public void An_option_without_its_match_belongs_to_the_protocol()
        => Assert.Equal("udp --dport 53", Assert.Single(RuleReader.Read("-p udp --dport 53 -j ACCEPT").Matches).ToString());

    [Theory]
    [InlineData("-j ACCEPT")]
    [InlineData("--dport 22")]
    [InlineData("! -s 10.0.0.0/8")]
    [InlineData("-m comment --comment x")]
    [InlineData("!")]
    [InlineData("-m limit --limit 5/min")]
    public void A_comment_that_looks_like_a_rule_is_a_comment(string comment)
    {
        var rule = RuleReader.Read($"-p tcp -m comment --comment {RuleText.Quote(comment)} -j DROP");
        Assert.Equal(comment, rule.FindOption("comment", "--comment")!.Value);
        Assert.Equal("DROP", rule.Target);
        Assert.Null(rule.Source);
    }

    [Fact]
    public void A_comment_that_is_an_option_without_quotes_is_a_comment()
        => Assert.Equal("--dport", RuleReader.Read("-m comment --comment --dport -j DROP").FindOption("comment", "--comment")!.Value);

    [Fact]
    public void A_log_prefix_that_looks_like_an_option_is_a_value()
    {
        var rule = RuleReader.Read("-j LOG --log-prefix \"-- dropped: \" --log-level 4");
        Assert.Equal(["--log-prefix -- dropped: ", "--log-level 4"], rule.TargetOptions.Select(o => o.ToString()));
    }

    [Theory]
    [InlineData("-m set --match-set blocked src,dst -j DROP", "set --match-set blocked src,dst")]
    [InlineData("-m set ! --match-set ok src -j DROP", "set ! --match-set ok src")]
    [InlineData("-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP", "tcp --tcp-flags FIN,SYN,RST,ACK SYN")]
    [InlineData("-m limit --limit 5/min --limit-burst 10 -j DROP", "limit --limit 5/min --limit-burst 10")]
    [InlineData("-m recent --update --seconds 60 --hitcount 4 --name SSH --mask 255.255.255.255 --rsource -j DROP",
        "recent --update --seconds 60 --hitcount 4 --name SSH --mask 255.255.255.255 --rsource")]
    [InlineData("-m addrtype --dst-type LOCAL --limit-iface-in -j DROP", "addrtype --dst-type LOCAL --limit-iface-in")]
    [InlineData("-m mark --mark 0x1/0xff -j DROP", "mark --mark 0x1/0xff")]
    [InlineData("-m u32 --u32 \"0x0>>0x16&0x3c@0xc>>0x10=0x50\" -j DROP", "u32 --u32 0x0>>0x16&0x3c@0xc>>0x10=0x50")]
    [InlineData("-m string --string \"-j ACCEPT\" --algo bm --to 65535 -j DROP", "string --string -j ACCEPT --algo bm --to 65535")]
    [InlineData("-m time --timestart 08:00:00 --timestop 18:00:00 --weekdays Mon,Tue -j DROP", "time --timestart 08:00:00 --timestop 18:00:00 --weekdays Mon,Tue")]
    [InlineData("-m statistic --mode nth --every 3 --packet 0 -j DROP", "statistic --mode nth --every 3 --packet 0")]
    [InlineData("-m icmp6 --icmpv6-type 128 -j DROP", "icmp6 --icmpv6-type 128")]
    [InlineData("-m dscp --dscp 0x2e -j DROP", "dscp --dscp 0x2e")]
    [InlineData("-m ttl --ttl-lt -5 -j DROP", "ttl --ttl-lt -5")]
    [InlineData("-m newmatch --newoption one two three --flag -j DROP", "newmatch --newoption one two three --flag")]
    public void A_match_keeps_every_option_with_all_of_its_words(string text, string match)
    {
        var rule = RuleReader.Read(text);
        Assert.Equal(match, Assert.Single(rule.Matches).ToString());
        Assert.Equal("DROP", rule.Target);
    }

    [Fact]
    public void A_target_keeps_its_options()
    {
        var rule = RuleReader.Read("-p tcp -m tcp --dport 80 -j DNAT --to-destination 192.0.2.7:8080 --random --persistent");
        Assert.Equal(["--to-destination 192.0.2.7:8080", "--random", "--persistent"], rule.TargetOptions.Select(o => o.ToString()));
    }

    // Firewalls with IPsec have it: --proto of the match is not the protocol of the packet.
    [Fact]
    public void The_protocol_of_an_IPsec_policy_is_not_the_protocol_of_the_packet()
    {
        var rule = RuleReader.Read("-p tcp -m policy --dir in --pol ipsec --proto esp --mode tunnel -j ACCEPT");
        Assert.Equal("tcp", rule.Protocol!.Value);
        Assert.Equal("policy --dir in --pol ipsec --proto esp --mode tunnel", Assert.Single(rule.Matches).ToString());
    }

    [Theory]
    [InlineData("-j", 1)]
    [InlineData("-p", 1)]
    [InlineData("-p tcp -m", 8)]
    [InlineData("-s -d 192.0.2.1", 1)]
    [InlineData("tcp", 1)]
    [InlineData("-p tcp ! ", 10)]
    [InlineData("-p tcp ! tcp", 10)]
    [InlineData("--dport 22 -j ACCEPT", 1)]
    [InlineData("-p tcp tcp", 8)]
    [InlineData("-j ACCEPT \"", 11)]
    [InlineData("-p tcp ! ! --dport 22", 10)]
    public void Junk_is_an_error_with_its_column(string text, int column)
        => Assert.Contains($"column {column}:", Expect.Error("InvalidSpecification", () => RuleReader.Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("-p tcp --dp 22 -j DROP", "-p tcp -m tcp --dport 22 -j DROP")]
    [InlineData("-p tcp --dport=22 -jDROP", "-p tcp -m tcp --dport 22 -j DROP")]
    [InlineData("-ptcp -mtcp --dport 22 --jum=DROP", "-p tcp -m tcp --dport 22 -j DROP")]
    [InlineData("--pro tcp --sou 192.0.2.1 --j DROP", "-s 192.0.2.1/32 -p tcp -j DROP")]
    [InlineData("-p tcp --des 192.0.2.1 -j DROP", "-d 192.0.2.1/32 -p tcp -j DROP")]
    [InlineData("-p tcp --destination-p 22 -j DROP", "-p tcp -m tcp --dport 22 -j DROP")]
    [InlineData("-p tcp -m multiport --dport 22,80 -j DROP", "-p tcp -m multiport --dports 22,80 -j DROP")]
    [InlineData("-p tcp --tcp-f=SYN,ACK SYN -j DROP", "-p tcp -m tcp --tcp-flags SYN,ACK SYN -j DROP")]
    [InlineData("-m comment --com=-j -j DROP", "-m comment --comment \"-j\" -j DROP")]
    [InlineData("-p tcp -j REJECT --rej tcp-reset", "-p tcp -j REJECT --reject-with tcp-reset")]
    [InlineData("-p tcp --dport 22 \"-j\" DROP", "-p tcp -m tcp --dport 22 -j DROP")]
    [InlineData("-fj DROP", "-f -j DROP")]
    [InlineData("-s192.0.2.1 -j DROP", "-s 192.0.2.1/32 -j DROP")]
    [InlineData("-p tcp ! --dport=22 --go chain", "-p tcp -m tcp ! --dport 22 -g chain")]
    public void An_option_may_be_shortened_and_its_value_attached(string typed, string saved)
        => Assert.Equal(RuleNormalForm.Of(RuleReader.Read(saved), AddressFamily.IPv4), RuleNormalForm.Of(RuleReader.Read(typed), AddressFamily.IPv4));

    // The port was taken for an option of the comment, and the rule for one without a port.
    [Theory]
    [InlineData("-p tcp -m comment --comment x --dport 22 -j DROP", "-p tcp -m comment --comment x -m tcp --dport 22 -j DROP")]
    [InlineData("-p tcp -m tcp -m comment --comment x --dport 22 -j DROP", "-p tcp -m tcp --dport 22 -m comment --comment x -j DROP")]
    [InlineData("-p tcp -m conntrack -m tcp --ctstate NEW --dport 22 -j DROP", "-p tcp -m conntrack --ctstate NEW -m tcp --dport 22 -j DROP")]
    [InlineData("-p tcp -j DROP --dport 22", "-p tcp -m tcp --dport 22 -j DROP")]
    [InlineData("-j LOG -p tcp --syn --log-prefix a", "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j LOG --log-prefix a")]
    [InlineData("-p tcp -j f2b --dport 22", "-p tcp -m tcp --dport 22 -j f2b")]
    [InlineData("-m mark --mark 3 -m connmark --mark 1 -j DROP", "-m mark --mark 0x3 -m connmark --mark 0x1 -j DROP")]
    public void An_option_belongs_to_the_match_or_target_that_has_it(string typed, string saved)
        => Assert.Equal(RuleNormalForm.Of(RuleReader.Read(saved), AddressFamily.IPv4), RuleNormalForm.Of(RuleReader.Read(typed), AddressFamily.IPv4));

    [Theory]
    [InlineData("-p tcp --d 22", 8, "--destination or --delete or --delete-chain or --destination-port or --dport")]
    [InlineData("-p tcp -m tcp --des 22", 15, "--destination or --destination-port")]
    [InlineData("-m limit --lim 5/min", 10, "--limit or --limit-burst")]
    [InlineData("-m newmatch --jum DROP", 13, "--jump or an option of the match newmatch")]
    public void A_beginning_that_fits_several_options_is_an_error_that_names_them(string text, int column, string candidates)
    {
        var message = Expect.Error("InvalidSpecification", () => RuleReader.Read(text)).Message;
        Assert.Contains($"column {column}:", message, StringComparison.Ordinal);
        Assert.Contains(candidates, message, StringComparison.Ordinal);
    }

    // Whoever reads these as options of a match would see a rule that does nothing.
    [Theory]
    [InlineData("-p tcp -j ACCEPT -j DROP")]
    [InlineData("-p tcp -s 192.0.2.1 -s 192.0.2.2 -j DROP")]
    [InlineData("-p=tcp -j DROP")]
    [InlineData("-j=DROP")]
    [InlineData("--jump=")]
    [InlineData("-ieth0 -j DROP")]
    [InlineData("--in-i=eth0 -j DROP")]
    [InlineData("-p tcp --syn=1 -j DROP")]
    [InlineData("-p tcp --dport -j DROP")]
    [InlineData("--fragments=1 -j DROP")]
    [InlineData("--line-numbers -j DROP")]
    [InlineData("-v -j DROP")]
    [InlineData("-m newmatch --option \"-j\" DROP")]
    [InlineData("-- -j DROP")]
    public void What_iptables_refuses_or_reads_in_several_ways_is_an_error_and_not_misread(string text)
        => Expect.Error("InvalidSpecification", () => RuleReader.Read(text));
}
