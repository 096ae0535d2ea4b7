namespace PortFirewall.Core.Tests.Managers;

public sealed class DockerRuleTests
{
    [Theory]
    // Up to version 27.
    [InlineData("nat", "POSTROUTING", "-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE")]
    [InlineData("nat", "POSTROUTING", "-s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE")]
    [InlineData("filter", "FORWARD", "-o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")]
    [InlineData("filter", "FORWARD", "-i br-0123456789ab ! -o br-0123456789ab -j ACCEPT")]
    [InlineData("filter", "FORWARD", "-i docker_gwbridge -o docker_gwbridge -j DROP")]
    // Without the userland proxy, and with an address to send from.
    [InlineData("nat", "POSTROUTING", "-o docker0 -m addrtype --src-type LOCAL -j MASQUERADE")]
    [InlineData("nat", "POSTROUTING", "-s fd00:1::/64 ! -o docker0 -j SNAT --to-source 2001:db8::1")]
    // Version 28.0.
    [InlineData("filter", "FORWARD", "-m set --match-set docker-ext-bridges-v4 dst -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")]
    [InlineData("raw", "PREROUTING", "-d 172.17.0.2/32 ! -i docker0 -p tcp -m tcp --dport 80 -j DROP")]
    // From version 28.2 on.
    [InlineData("raw", "PREROUTING", "-d 172.17.0.2/32 ! -i docker0 -j DROP")]
    [InlineData("raw", "PREROUTING", "-d fd00:1::2/128 ! -i br-0123456789ab -j DROP")]
    public void What_Docker_puts_into_built_in_chains_is_known(string table, string chain, string rule)
        => Assert.True(IsLoose(table, chain, rule));

    [Theory]
    [InlineData("filter", "FORWARD", "-i docker0 -s 192.0.2.0/24 -j ACCEPT")]
    [InlineData("filter", "FORWARD", "-i docker0 -o eth0 -j ACCEPT")]
    [InlineData("filter", "FORWARD", "-i docker0 -j ACCEPT")]
    [InlineData("filter", "INPUT", "-i docker0 -j ACCEPT")]
    [InlineData("filter", "FORWARD", "-m set --match-set friends dst -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")]
    [InlineData("nat", "POSTROUTING", "-s 10.8.0.0/24 ! -o eth0 -j MASQUERADE")]
    [InlineData("raw", "PREROUTING", "-d 127.0.0.1/32 ! -i lo -p tcp -m tcp --dport 8080 -j DROP")]
    [InlineData("raw", "PREROUTING", "-d 172.17.0.0/16 ! -i docker0 -j DROP")]
    public void What_an_administrator_may_have_written_is_not(string table, string chain, string rule)
        => Assert.False(IsLoose(table, chain, rule));

    private static bool IsLoose(string table, string chain, string rule)
        => DockerRule.IsLoose(new IptablesRule { Number = 1, Chain = chain, Table = table, AddressFamily = AddressFamily.IPv4, Specification = rule });
}
