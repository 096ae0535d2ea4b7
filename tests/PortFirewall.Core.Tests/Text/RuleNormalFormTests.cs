namespace PortFirewall.Core.Tests.Text;

public sealed class RuleNormalFormTests
{
    [Theory]
    [InlineData("-p tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --destination-port 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("-p TCP -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("-p 6 -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22:22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport :1023 -j ACCEPT", "-p tcp -m tcp --dport 0:1023 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22 --sport 1024: -j ACCEPT", "-p tcp -m tcp --sport 1024:65535 --dport 22 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --syn -j ACCEPT", "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT")]
    [InlineData("-s 192.0.2.7 -j DROP", "-s 192.0.2.7/32 -j DROP")]
    [InlineData("-s 192.0.2.7/24 -j DROP", "-s 192.0.2.0/24 -j DROP")]
    [InlineData("-s 192.0.2.7/255.255.255.0 -j DROP", "-s 192.0.2.0/24 -j DROP")]
    [InlineData("-s 0.0.0.0/0 -j DROP", "-j DROP")]
    [InlineData("-p all -j DROP", "-j DROP")]
    [InlineData("-p 0 -j DROP", "-j DROP")]
    [InlineData("-s ! 192.0.2.7 -j DROP", "! -s 192.0.2.7/32 -j DROP")]
    [InlineData("-j DROP -i eth0 -s 192.0.2.7", "-s 192.0.2.7/32 -i eth0 -j DROP")]
    [InlineData("-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT", "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")]
    [InlineData("-j REJECT", "-j REJECT --reject-with icmp-port-unreachable")]
    public void Two_ways_to_write_what_iptables_stores_the_same_are_one_rule(string one, string other) => Assert.Equal(Form(one), Form(other));

    [Theory]
    [InlineData("-p tcp -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j DROP")]
    [InlineData("-p tcp -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 23 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp ! --dport 22 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22 -j ACCEPT", "-p udp -m udp --dport 22 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --sport 22 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -m comment --comment x -j ACCEPT")]
    [InlineData("-s 192.0.2.7/32 -j DROP", "! -s 192.0.2.7/32 -j DROP")]
    [InlineData("-s 192.0.2.7/32 -j DROP", "-d 192.0.2.7/32 -j DROP")]
    [InlineData("! -s 0.0.0.0/0 -j DROP", "-j DROP")]
    [InlineData("! -p 0 -j DROP", "-j DROP")]
    [InlineData("-i eth0 -j DROP", "-i ETH0 -j DROP")]
    [InlineData("-j chain", "-g chain")]
    [InlineData("-m limit --limit 5/min -m comment --comment x -j DROP", "-m comment --comment x -m limit --limit 5/min -j DROP")]
    [InlineData("-m comment --comment \"A\" -j DROP", "-m comment --comment \"a\" -j DROP")]
    [InlineData("-m comment --comment \"a -m tcp --dport 22\" -j DROP", "-m comment --comment a -m tcp --dport 22 -j DROP")]
    [InlineData("-m comment --comment \"a -j DROP\"", "-m comment --comment a -j DROP")]
    [InlineData("-j REJECT", "-j REJECT --reject-with tcp-reset")]
    [InlineData("-j LOG --log-prefix \"a --log-level 4\"", "-j LOG --log-prefix a --log-level 4")]
    public void Two_rules_that_differ_are_two_rules(string one, string other) => Assert.NotEqual(Form(one), Form(other));

    [Fact]
    public void An_address_is_read_as_one_of_its_family()
        => Assert.Equal(
            RuleNormalForm.Of(RuleReader.Read("-s 2001:DB8::1 -j REJECT"), AddressFamily.IPv6),
            RuleNormalForm.Of(RuleReader.Read("-s 2001:db8:0::1/128 -j REJECT --reject-with icmp6-port-unreachable"), AddressFamily.IPv6));

    private static string Form(string text) => RuleNormalForm.Of(RuleReader.Read(text), AddressFamily.IPv4);
}
