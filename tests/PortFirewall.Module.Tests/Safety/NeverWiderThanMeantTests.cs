using System.Management.Automation;

namespace PortFirewall;

/// <summary>What somebody forgets to say, or says in a table, must not open more than was meant.</summary>
public sealed class NeverWiderThanMeantTests(Labs labs) : IClassFixture<Labs>
{
    // Were the product wrong here, it would turn to the machine's own firewall: so nothing of this is ever more than a question.
    [Theory]
    [InlineData("Add-IptablesPortRule 2222 -NetworkNamespace '' -WhatIf")]
    [InlineData("Add-IptablesPortRule 2222 -NetworkNamespace $null -WhatIf")]
    [InlineData("Add-IptablesPortRule 2222 -NetworkNamespace nowhere -Source $unset -WhatIf")]
    [InlineData("Add-IptablesPortRule 2222 -NetworkNamespace nowhere -Destination '' -WhatIf")]
    [InlineData("Add-IptablesPortRule 2222 -NetworkNamespace nowhere -InInterface '' -WhatIf")]
    [InlineData("Remove-IptablesRule -Port 2222 -NetworkNamespace nowhere -Source '' -WhatIf")]
    [InlineData("Test-PortPath 2222 -NetworkNamespace ''")]
    [InlineData("Get-IptablesChain -NetworkNamespace ''")]
    [InlineData("Save-IptablesRuleset -Force -NetworkNamespace '' -WhatIf")]
    [InlineData("Get-FirewallEnvironment -NetworkNamespace ''")]
    public void A_variable_that_was_never_set_is_an_error_and_not_any(string command)
        => labs.On("Nft").Run(command).FailsWith("EmptyValue", ErrorCategory.InvalidArgument);

    [Fact]
    public void A_table_of_rules_keeps_its_restrictions()
    {
        var lab = labs.On("Nft");
        lab.Run(
            """
            @(
                [pscustomobject]@{ Port = '8090'; Source = '10.0.0.0/8'; Destination = '198.51.100.1'; InInterface = 'eth0'; ConnectionState = 'NEW'; Comment = 'web'; Protocol = 'tcp' }
                [pscustomobject]@{ Port = '8091'; Source = '10.0.0.0/8'; Destination = ''; InInterface = ''; ConnectionState = $null; Comment = ''; Protocol = 'udp' }
            ) | Add-IptablesPortRule @on
            """).Quietly();
        Assert.Equal(
            [
                "-s 10.0.0.0/8 -d 198.51.100.1/32 -i eth0 -p tcp -m tcp --dport 8090 -m conntrack --ctstate NEW -m comment --comment web -j ACCEPT",
                "-s 10.0.0.0/8 -p udp -m udp --dport 8091 -j ACCEPT",
            ],
            lab.Input("IPv4").Skip(2));
        Assert.DoesNotContain(lab.Input("IPv6"), r => r.Contains("809", StringComparison.Ordinal));
    }

    [Fact]
    public void A_listener_that_nobody_else_can_reach_is_warned_about()
    {
        var result = labs.On("Nft").Run("[pscustomobject]@{ Port = 5501; AddressFamily = 'IPv4'; Scope = 'Loopback'; AcceptsIPv4 = $true; AcceptsIPv6 = $false } | Add-IptablesPortRule @on -WhatIf");
        Assert.Contains("bound to a loopback address", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AddressFamily = 'IPv4'; AcceptsIPv4 = $true; AcceptsIPv6 = $false", "IPv4", 0)]
    [InlineData("AddressFamily = 'IPv6'; AcceptsIPv4 = $true; AcceptsIPv6 = $true", "IPv4 IPv6", 0)]
    [InlineData("AddressFamily = 'IPv6'; AcceptsIPv4 = $false; AcceptsIPv6 = $true", "IPv6", 0)]
    [InlineData("AcceptsIPv4 = $true; AcceptsIPv6 = $true", "IPv4", 1)]
    [InlineData("AcceptsIPv4 = $false; AcceptsIPv6 = $true", "IPv6", 0)]
    public void A_listener_is_opened_for_the_families_that_it_takes(string listener, string families, int warnings)
    {
        var lab = labs.On("Nft");
        var result = lab.Run($"[pscustomobject]@{{ Port = 5502; Scope = 'All'; {listener} }} | Add-IptablesPortRule @on | ForEach-Object AddressFamily");
        Assert.Empty(result.Errors);
        Assert.Equal(warnings, result.Warnings.Count(w => w.Contains("nothing of its AddressFamily", StringComparison.Ordinal)));
        Assert.Equal(families, string.Join(' ', result.Text.Split('\n').Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public async Task The_same_port_added_by_several_sessions_at_once_is_one_rule(string backend)
    {
        var lab = labs.On(backend);
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            using var engine = new Engine();
            return engine.Run($"Add-IptablesPortRule 7777 -NetworkNamespace {lab.Server} -Backend {backend}");
        })));
        Assert.All(results, r => Assert.Empty(r.Errors));
        foreach (var family in TestLab.Families)
            Assert.Single(lab.Input(family), r => r.Contains("--dport 7777", StringComparison.Ordinal));
    }

    [Fact]
    public void A_copy_that_keeps_the_port_open_is_named_when_the_rule_is_removed()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp -m tcp --dport 7778 -j ACCEPT").By("IPv4", "-A INPUT -p tcp -m tcp --dport 7778 -j ACCEPT");
        var removal = lab.Run("Remove-IptablesRule -Port 7778 @on");
        Assert.Contains("says the same and is still there", Assert.Single(removal.Warnings), StringComparison.Ordinal);
        Assert.Empty(lab.Run("Remove-IptablesRule -Port 7778 @on").Quietly().Output);
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    public void A_position_that_does_not_exist_is_an_error_even_where_the_rule_does(int position)
    {
        var lab = labs.On("Nft");
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        lab.Run($"Add-IptablesPortRule 2222 -Position {position} -AddressFamily IPv4 @on").FailsWith("InvalidPosition", ErrorCategory.InvalidArgument);
    }
}
