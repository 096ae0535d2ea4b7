namespace PortFirewall.Core.Tests.Paths;

/// <summary>Two negated ports in one rule: what <c>iptables-nft</c> makes of them, its text does not tell.</summary>
public sealed class NegatedPortPairTests
{
    [Theory]
    [InlineData(40000, 2222, PortVerdict.Accept)]
    [InlineData(80, 53, PortVerdict.Drop)]
    [InlineData(80, 2222, PortVerdict.Unknown)]
    [InlineData(40000, 53, PortVerdict.Unknown)]
    public void In_nf_tables_a_packet_with_one_of_both_ports_is_unknown(int source, int destination, PortVerdict verdict)
        => Assert.Equal(verdict, Judge("-p tcp -m tcp ! --sport 80 ! --dport 53", IptablesBackend.Nft, source, destination).Verdict);

    [Theory]
    [InlineData(IptablesBackend.Legacy)]
    [InlineData(null)]
    public void Elsewhere_the_rule_means_what_it_says(IptablesBackend? backend)
        => Assert.Equal(PortVerdict.Drop, Judge("-p tcp -m tcp ! --sport 80 ! --dport 53", backend, 80, 2222).Verdict);

    [Theory]
    [InlineData("! --sport 80 --dport 53:54", 80, 53)]
    [InlineData("! --sport 80 ! --dport 52:53", 80, 2222)]
    [InlineData("! --sport 80:81 ! --dport 53", 80, 2222)]
    [InlineData("--sport 80 ! --dport 53", 80, 53)]
    [InlineData("! --sport 0 ! --dport 53", 40000, 53)]
    [InlineData("! --dport 53", 80, 53)]
    public void Every_other_form_is_taken_at_its_word(string ports, int source, int destination)
        => Assert.Equal(PortVerdict.Drop, Judge($"-p tcp -m tcp {ports}", IptablesBackend.Nft, source, destination).Verdict);

    [Fact]
    public void The_condition_says_which_version_it_hangs_on()
    {
        var segment = Assert.Single(Judge("-p tcp -m tcp ! --sport 80 ! --dport 53", IptablesBackend.Nft, 80, 2222).Segments);
        Assert.Equal("tcp ! --sport 80 ! --dport 53 (with one of both ports: iptables-nft 1.8.9 makes a rule that takes it, other versions one that does not)", Assert.Single(segment.Conditions));
    }

    [Fact]
    public void What_is_asked_beside_the_ports_still_counts()
        => Assert.Equal(PortVerdict.Drop, Judge("-p tcp -m tcp ! --sport 80 ! --dport 53 ! --tcp-flags SYN SYN", IptablesBackend.Nft, 40000, 2222).Verdict);

    [Theory]
    [InlineData(IptablesBackend.Nft, 0)]
    [InlineData(IptablesBackend.Legacy, 1)]
    public void A_rule_behind_it_is_not_called_dead_where_it_may_take_less(IptablesBackend backend, int dead)
    {
        var ruleset = RulesetReader.Read(
            "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp ! --sport 80 -j DROP\n-A INPUT -p tcp -m tcp ! --sport 80 ! --dport 53 -j ACCEPT\nCOMMIT\n", AddressFamily.IPv4, backend);
        Assert.Equal(dead, RuleIssueFinder.Find([ruleset], "filter", out _).Count(i => i.Rule?.Number == 2));
    }

    private static PortPath Judge(string rule, IptablesBackend? backend, int source, int destination)
    {
        var ruleset = RulesetReader.Read($"*filter\n:INPUT DROP [0:0]\n-A INPUT {rule} -j ACCEPT\nCOMMIT\n", AddressFamily.IPv4, backend);
        var packets = Rulesets.Tcp(destination).Packets with { SourcePorts = IntervalSet<int>.Of(source, source + 1), States = ConnectionStates.New };
        return PortPathAnalysis.Analyze(ruleset, packets, "tcp");
    }
}
