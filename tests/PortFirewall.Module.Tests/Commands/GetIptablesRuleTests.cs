using System.Management.Automation;

namespace PortFirewall;

/// <summary>Rules with their position and exact counters, every one to the letter.</summary>
public sealed class GetIptablesRuleTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Rules_come_in_order_and_to_the_letter(string backend)
    {
        var lab = labs.On(backend).By("-A INPUT -p tcp -m tcp --dport 22 -m limit --limit 5/min -m comment --comment \"a \\\"quoted\\\" word\" -j LOG --log-prefix \"in: \"");
        foreach (var family in TestLab.Families)
        {
            Assert.Equal(
                lab.Input(family),
                lab.Run($"Get-IptablesRule INPUT @on -AddressFamily {family} | ForEach-Object Specification").Quietly().Text.Split('\n'));
        }
    }

    [Theory]
    [InlineData("Nft", "IPv4", "192.0.2.0/24")]
    [InlineData("Legacy", "IPv6", "2001:db8:7::/48")]
    public void A_rule_is_taken_apart(string backend, string family, string source)
    {
        var lab = labs.On(backend).By(family, $"-A INPUT -s {source} -i eth0 -p tcp -m tcp --sport 1024:65535 --dport 8000:8010 -m conntrack --ctstate NEW,RELATED -m comment --comment hi -j ACCEPT -c 3 180");
        Assert.Equal(
            $"{source}|eth0|tcp|1024:65535|8000:8010|NEW,RELATED|hi|ACCEPT|False|3|180",
            lab.Run($$"""
                Get-IptablesRule INPUT @on -AddressFamily {{family}} -Comment hi | ForEach-Object {
                    ($_.Source, $_.InInterface, $_.Protocol, $_.SourcePort, $_.DestinationPort, ($_.ConnectionState -join ','), $_.Comment, $_.Target, $_.IsGoto, $_.Packets, $_.Bytes) -join '|'
                }
                """).Quietly().Text);
    }

    [Theory]
    [InlineData("-Port 22", "--dport 22 -j ACCEPT|--dports 20:25,80 -j DROP")]
    [InlineData("-Port ssh -Target accept", "--dport 22 -j ACCEPT")]
    [InlineData("-Port 80, 443", "--dports 20:25,80 -j DROP|--dport 443 -j ACCEPT")]
    [InlineData("-Port 24-79", "--dports 20:25,80 -j DROP")]
    [InlineData("-Protocol udp", "--dport 443 -j ACCEPT")]
    [InlineData("-Target DR*", "--dports 20:25,80 -j DROP")]
    [InlineData("-Comment 'for *'", "-m comment --comment \"for nobody\" -j REJECT --reject-with icmp-port-unreachable")]
    public void Filters_pick_rules(string filter, string endings)
    {
        var lab = labs.On("Nft").By("IPv4", "-F INPUT").By("IPv4", "-A INPUT -p tcp --dport 22 -j ACCEPT")
            .By("IPv4", "-A INPUT -p tcp -m multiport --dports 20:25,80 -j DROP").By("IPv4", "-A INPUT -p udp --dport 443 -j ACCEPT")
            .By("IPv4", "-A INPUT -m comment --comment 'for nobody' -j REJECT");
        var found = lab.Run($"Get-IptablesRule INPUT @on -AddressFamily IPv4 {filter} | ForEach-Object Specification").Quietly().Text.Split('\n');
        Assert.Equal(endings.Split('|').Length, found.Length);
        Assert.All(found.Zip(endings.Split('|')), pair => Assert.EndsWith(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Chains_from_the_pipeline_give_their_rules(string backend)
    {
        var lab = labs.On(backend);
        Assert.Equal(
            $"IPv4 1 {lab.Server}\nIPv4 2 {lab.Server}\nIPv6 1 {lab.Server}\nIPv6 2 {lab.Server}\nIPv6 3 {lab.Server}",
            lab.Run("Get-IptablesChain INPUT @on | Get-IptablesRule | ForEach-Object { \"$($_.AddressFamily) $($_.Number) $($_.NetworkNamespace)\" }").Quietly().Text);
    }

    [Fact]
    public void What_is_left_of_a_chain_after_remoting_gives_its_rules_too()
    {
        var lab = labs.On("Legacy");
        Assert.Equal(
            "1\n2",
            lab.Run("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-IptablesChain INPUT @on -AddressFamily IPv4))) | Get-IptablesRule | ForEach-Object Number").Quietly().Text);
    }

    [Fact]
    public void A_chain_without_rules_gives_nothing_and_no_error()
        => Assert.Empty(labs.On("Nft").Run("Get-IptablesRule FORWARD @on").Quietly().Output);

    [Fact]
    public void A_chain_that_is_not_there_is_an_error()
        => labs.On("Nft").Run("Get-IptablesRule NOPE @on").FailsWith("ChainNotFound", ErrorCategory.ObjectNotFound, "NOPE");
}
