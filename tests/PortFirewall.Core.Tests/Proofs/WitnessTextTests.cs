namespace PortFirewall;

/// <summary>The rule that watches another asks what that asks, decides nothing, and is made only where asking twice does no harm.</summary>
public sealed class WitnessTextTests
{
    private const string Begin = "-m comment --comment \"PortFirewall witness 12/34/5\"";
    private const string End = "-j NFLOG --nflog-prefix pf-12-34-5 --nflog-group 40000 --nflog-size 128";
    private const string Opening = "--tcp-flags FIN,SYN,RST,ACK SYN";

    [Theory]
    [InlineData("-p tcp -m tcp --dport 2222 -j ACCEPT", $"-p tcp -m tcp {Opening} --dport 2222")]
    [InlineData("-p tcp -m multiport --dports 22,80 -j ACCEPT", $"-p tcp -m multiport --dports 22,80 -m tcp {Opening}")]
    [InlineData("-s 192.0.2.0/24 -i eth0 -p tcp -m conntrack --ctstate NEW,RELATED -m tcp --dport 1:99 -g services", $"-s 192.0.2.0/24 -i eth0 -p tcp -m conntrack --ctstate NEW,RELATED -m tcp {Opening} --dport 1:99")]
    [InlineData("-p tcp -m comment --comment \"-j tcp\" -m tcp --dport 22 -j ACCEPT", $"-p tcp -m tcp {Opening} --dport 22")]
    [InlineData("-p tcp -m comment --comment -j -j LOG --log-prefix -j", $"-p tcp -m tcp {Opening}")]
    [InlineData("-p udp -m udp --dport 53 -j ACCEPT", "-p udp -m udp --dport 53")]
    [InlineData("-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-m conntrack --ctstate RELATED,ESTABLISHED")]
    [InlineData("-p tcp -m conntrack --ctstate ESTABLISHED -j ACCEPT", "-p tcp -m conntrack --ctstate ESTABLISHED")]
    [InlineData("-p tcp -m conntrack ! --ctstate NEW -j ACCEPT", "-p tcp -m conntrack ! --ctstate NEW")]
    [InlineData("-p tcp -m tcp --tcp-flags ACK ACK -j ACCEPT", "-p tcp -m tcp --tcp-flags ACK ACK")]
    [InlineData("-p tcp -m string --string x --algo bm --to 65535 -j DROP", "-p tcp -m string --string x --algo bm --to 65535")]
    [InlineData("! -p tcp -j ACCEPT", "! -p tcp")]
    [InlineData("-s 192.0.2.1/32", "-s 192.0.2.1/32")]
    public void It_asks_the_same_and_of_TCP_for_the_packet_that_opens_where_that_is_enough(string rule, string matches)
    {
        Assert.Null(WitnessText.WhyNot(Rule(rule)));
        Assert.Equal($"{Begin} {matches} {End}", Write(rule));
    }

    [Fact]
    public void A_rule_for_everything_is_watched_for_everything() => Assert.Equal($"{Begin} {End}", Write("-j ACCEPT"));

    [Theory]
    [InlineData("limit", "-p tcp -m limit --limit 1/sec -j ACCEPT")]
    [InlineData("hashlimit", "-m hashlimit --hashlimit-upto 1/sec --hashlimit-burst 5 --hashlimit-name x -j ACCEPT")]
    [InlineData("recent", "-p tcp -m recent --set --name x --mask 255.255.255.255 --rsource -j ACCEPT")]
    [InlineData("statistic", "-m statistic --mode random --probability 0.5 -j ACCEPT")]
    [InlineData("quota", "-m quota --quota 1000 -j ACCEPT")]
    [InlineData("connlimit", "-p tcp -m connlimit --connlimit-upto 3 --connlimit-mask 32 --connlimit-saddr -j ACCEPT")]
    [InlineData("nfacct", "-m nfacct --nfacct-name x -j ACCEPT")]
    [InlineData("set", "-m set --match-set x src -j ACCEPT")]
    [InlineData("something-new", "-m something-new --one 2 -j ACCEPT")]
    public void A_match_that_remembers_or_is_not_known_is_not_asked_twice(string match, string rule)
        => Assert.Contains($"'{match}'", WitnessText.WhyNot(Rule(rule)), StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_can_not_be_read_is_not_watched()
        => Assert.Contains("does not understand", WitnessText.WhyNot(Rule("-p tcp stray words -j ACCEPT")), StringComparison.Ordinal);

    [Fact]
    public void What_is_written_carries_the_mark_that_it_is_known_by()
        => Assert.Equal(new TemporaryMark("witness", 12, 34, 5), TemporaryMark.Of(Rule(Write("-p tcp -m comment --comment mine -j ACCEPT"))));

    private static string Write(string rule) => WitnessText.Write(Rule(rule), new TemporaryMark("witness", 12, 34, 5), 40000);

    private static IptablesRule Rule(string text) => new() { Number = 1, Chain = "INPUT", Table = "filter", AddressFamily = AddressFamily.IPv4, Specification = text };
}
