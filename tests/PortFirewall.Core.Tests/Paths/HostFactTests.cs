namespace PortFirewall.Core.Tests.Paths;

/// <summary>Matches whose answer is known, from the host or from what the question is about.</summary>
public sealed class HostFactTests
{
    private const string Saved = """
        create banned hash:ip family inet hashsize 1024 maxelem 65536 timeout 600
        add banned 203.0.113.7 timeout 599
        create nets hash:net family inet
        add nets 10.0.0.0/8
        add nets 10.1.0.0/16 nomatch
        create services hash:net,port family inet
        add services 10.0.0.0/8,tcp:2222
        add services 203.0.113.0/24,udp:2222
        create ports bitmap:port range 0-65535
        add ports 2222
        create six hash:ip family inet6
        add six 2001:db8::1
        create all list:set size 8
        add all banned
        create odd hash:mac
        add odd 01:02:03:04:05:06
        """;

    private static readonly HostFacts Facts = new()
    {
        Sets = IpsetReader.Read(Saved),
        Destinations = LocalRouteReader.Read(
            """[{"type":"local","dst":"10.0.0.5","dev":"eth0"},{"type":"broadcast","dst":"10.255.255.255","dev":"eth0"},{"type":"local","dst":"127.0.0.0/8","dev":"lo"}]""", AddressFamily.IPv4),
    };

    [Theory]
    [InlineData("-m set --match-set banned src", "203.0.113.7", true)]
    [InlineData("-m set --match-set banned src", "203.0.113.8", false)]
    [InlineData("-m set ! --match-set banned src", "203.0.113.8", true)]
    [InlineData("-m set --match-set banned src ! --update-counters", "203.0.113.7", true)]
    [InlineData("-m set --match-set all src", "203.0.113.7", true)]
    [InlineData("-m set --match-set nets src", "10.2.0.1", true)]
    [InlineData("-m set --match-set nets src", "10.1.0.1", false)]
    [InlineData("-m set --match-set nets dst", "203.0.113.7", true)]
    [InlineData("-m set --match-set services src,dst", "10.2.0.1", true)]
    [InlineData("-m set --match-set services src,dst", "203.0.113.7", false)]
    [InlineData("-m set ! --match-set services src,dst", "203.0.113.7", true)]
    [InlineData("-m set ! --match-set services src,dst", "10.2.0.1", false)]
    [InlineData("-m set --match-set services src,src", "10.2.0.1", false)]
    [InlineData("-m set --match-set services src", "10.2.0.1", false)]
    [InlineData("-m set ! --match-set services src", "10.2.0.1", true)]
    [InlineData("-m set --match-set ports dst", "10.2.0.1", true)]
    [InlineData("-m set ! --match-set ports dst", "10.2.0.1", false)]
    [InlineData("-m set --match-set ports src", "10.2.0.1", false)]
    [InlineData("-m set --match-set ports src,dst", "10.2.0.1", false)]
    [InlineData("-m set --match-set ports dst,src", "10.2.0.1", true)]
    [InlineData("-m set --match-set services src,dst,src", "10.2.0.1", true)]
    [InlineData("-m set --match-set six src", "10.2.0.1", false)]
    [InlineData("-m set ! --match-set six src", "10.2.0.1", true)]
    [InlineData("-m set --match-set odd src", "10.2.0.1", null)]
    [InlineData("-m set --match-set gone src", "10.2.0.1", null)]
    [InlineData("-m set --match-set nets src --return-nomatch", "10.2.0.1", null)]
    [InlineData("-m set --match-set nets src --packets-gt 5", "10.2.0.1", null)]
    [InlineData("-m addrtype --dst-type LOCAL", "10.2.0.1", true)]
    [InlineData("-m addrtype ! --dst-type LOCAL", "10.2.0.1", false)]
    [InlineData("-m addrtype --dst-type BROADCAST,MULTICAST", "10.2.0.1", false)]
    [InlineData("-m addrtype --dst-type UNICAST", "10.2.0.1", false)]
    [InlineData("-m addrtype --src-type UNICAST", "10.2.0.1", true)]
    [InlineData("-m addrtype --src-type LOCAL", "10.0.0.5", true)]
    [InlineData("-m addrtype --src-type BROADCAST", "10.255.255.255", true)]
    [InlineData("-m addrtype --dst-type LOCAL --limit-iface-in", "10.2.0.1", null)]
    [InlineData("-m pkttype --pkt-type broadcast", "10.2.0.1", false)]
    [InlineData("-m pkttype ! --pkt-type unicast", "10.2.0.1", false)]
    [InlineData("-m length --length 0:39", "10.2.0.1", false)]
    [InlineData("-m length --length 40:65535", "10.2.0.1", true)]
    [InlineData("-m length --length 40:60", "10.2.0.1", null)]
    [InlineData("-m helper --helper ftp", "10.2.0.1", false)]
    [InlineData("-m helper ! --helper ftp", "10.2.0.1", true)]
    [InlineData("-p tcp -m tcp --tcp-option 2", "10.2.0.1", null)]
    [InlineData("-m ttl --ttl-lt 10", "10.2.0.1", null)]
    [InlineData("-m dscp ! --dscp 0x08", "10.2.0.1", null)]
    [InlineData("-m socket --nowildcard", "10.2.0.1", null)]
    [InlineData("-m rpfilter --invert", "10.2.0.1", null)]
    [InlineData("-m recent --rcheck --name X", "10.2.0.1", null)]
    public void A_match_takes_a_packet_leaves_it_or_is_undecided(string match, string source, bool? takes)
    {
        var ruleset = Rulesets.Drop($"{match} -j ACCEPT").With(Facts);
        var asked = Rulesets.Tcp(2222) with { Source = source, Destination = "10.0.0.5" };
        var verdict = takes switch { true => PortVerdict.Accept, false => PortVerdict.Drop, null => PortVerdict.Unknown };
        Assert.Equal(verdict, PortPathAnalysis.Analyze(ruleset, asked.Packets with { States = ConnectionStates.New, SourcePorts = PortSets.Read("40000")! }, "tcp").Verdict);
    }

    [Theory]
    [InlineData("tcp", "-m addrtype --dst-type LOCAL", true)]
    [InlineData("tcp", "-m addrtype --dst-type BROADCAST", false)]
    [InlineData("udp", "-m addrtype --dst-type LOCAL", null)]
    [InlineData("udp", "-m pkttype --pkt-type unicast", null)]
    [InlineData("tcp", "-m set --match-set banned src", null)]
    [InlineData("tcp", "-m socket --nowildcard", null)]
    [InlineData("sctp", "-m socket --nowildcard", false)]
    [InlineData("sctp", "-p sctp -m sctp --chunk-types any INIT", true)]
    [InlineData("sctp", "-p sctp -m sctp --chunk-types only DATA", false)]
    [InlineData("dccp", "-p dccp -m dccp --dccp-types REQUEST,RESPONSE", true)]
    public void Of_rules_from_a_file_what_the_question_says_is_known(string protocol, string match, bool? takes)
    {
        var asked = Rulesets.Tcp(2222) with { Protocol = protocol };
        var verdict = takes switch { true => PortVerdict.Accept, false => PortVerdict.Drop, null => PortVerdict.Unknown };
        Assert.Equal(verdict, PortPathAnalysis.Analyze(Rulesets.Drop($"{match} -j ACCEPT"), asked.Packets with { States = ConnectionStates.New }, protocol).Verdict);
    }

    [Theory]
    [InlineData("banned", "banned", PortVerdict.Unknown)]
    [InlineData("banned", "all", PortVerdict.Unknown)]
    [InlineData("all", "banned", PortVerdict.Unknown)]
    [InlineData("odd", "banned", PortVerdict.Unknown)]
    [InlineData("nets", "six", PortVerdict.Drop)]
    public void A_set_that_a_rule_has_changed_for_the_packet_is_no_longer_known_nor_is_a_list_with_it(string changed, string asked, PortVerdict verdict)
        => Assert.Equal(verdict, PortPathAnalysis.Analyze(
            Rulesets.Drop($"-j SET --add-set {changed} src", $"-m set --match-set {asked} src -j ACCEPT").With(Facts), Rulesets.Tcp(2222).Packets, "tcp").Verdict);

    [Fact]
    public void What_is_no_route_table_tells_nothing() => Assert.Null(LocalRouteReader.Read("{\"dst\":1}", AddressFamily.IPv4));
}
