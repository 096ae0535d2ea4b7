namespace PortFirewall.Core.Tests.Paths;

public sealed class PortGlanceTests
{
    [Theory]
    [InlineData("-p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("-s 10.0.0.1/32 -p udp -m udp --dport 2223:3000 -j DROP")]
    [InlineData("-p tcp -m tcp --dport 0:2221 -m conntrack --ctstate NEW -j ACCEPT")]
    public void A_rule_about_another_port_is_passed_over(string rule) => Assert.False(Glance(rule));

    [Theory]
    [InlineData("-p tcp -m tcp --dport 2222 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 2000:3000 -j ACCEPT")]
    [InlineData("-p tcp -m tcp ! --dport 22 -j ACCEPT")]
    [InlineData("-p tcp -m multiport --dports 22,80 -j ACCEPT")]
    [InlineData("-p tcp -m comment --comment \"-m tcp --dport 22 \" -j ACCEPT")]
    [InlineData("-m unheard-of --dport 22 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport ssh -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport :22 -j ACCEPT")]
    [InlineData("-j ACCEPT")]
    public void Every_other_rule_is_looked_at(string rule) => Assert.True(Glance(rule));

    private static bool Glance(string rule) => PortGlance.MayTake(rule, [PathPart.Start(Rulesets.Tcp(2222).Packets)]);
}
