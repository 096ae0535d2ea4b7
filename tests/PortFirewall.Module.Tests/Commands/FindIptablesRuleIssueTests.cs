using System.Management.Automation;

namespace PortFirewall;

/// <summary>What is wrong with the rules of a live firewall.</summary>
public sealed class FindIptablesRuleIssueTests(Labs labs) : IClassFixture<Labs>
{
    private const string Described = "ForEach-Object { \"$($_.Id) $($_.AddressFamily) $($_.Chain):$($_.RuleNumber) [$($_.Related.Number)] $($_.NetworkNamespace)\" }";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_rule_behind_a_block_is_found_and_the_labs_own_rules_are_sound(string backend)
    {
        var lab = labs.On(backend);
        Assert.Empty(lab.Run("Find-IptablesRuleIssue @on").Quietly().Output);
        lab.By("IPv4", "-A INPUT -j REJECT").By("IPv4", "-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal($"AllowBehindBlock IPv4 INPUT:4 [3] {lab.Server}", lab.Run($"Find-IptablesRuleIssue @on | {Described}").Quietly().Text);
    }

    [Fact]
    public void A_port_that_is_open_for_one_family_only_is_found()
    {
        var lab = labs.On("Nft").By("IPv6", "-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal($"FamilyMismatch IPv6 INPUT:4 [] {lab.Server}", lab.Run($"Find-IptablesRuleIssue @on | {Described}").Quietly().Text);
        Assert.Empty(lab.Run("Find-IptablesRuleIssue @on -AddressFamily IPv6").Quietly().Output);
    }

    [Fact]
    public void Chain_and_table_choose_what_is_told()
    {
        var lab = labs.On("Nft").By("IPv4", "-N LEFT").By("IPv4", "-A INPUT -i lo -j ACCEPT").By("IPv4", "-t mangle -N OVER");
        Assert.Equal("Duplicate INPUT:3", lab.Run("Find-IptablesRuleIssue INPUT @on | ForEach-Object { \"$($_.Id) $($_.Chain):$($_.RuleNumber)\" }").Quietly().Text);
        Assert.Equal("Unreachable LEFT", lab.Run("Find-IptablesRuleIssue L* @on | ForEach-Object { \"$($_.Id) $($_.Chain)\" }").Quietly().Text);
        Assert.Equal("Unreachable OVER", lab.Run("Find-IptablesRuleIssue -Table mangle @on | ForEach-Object { \"$($_.Id) $($_.Chain)\" }").Quietly().Text);
    }

    [Fact]
    public void Looking_changes_nothing()
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        lab.Run("Find-IptablesRuleIssue @on").Quietly();
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void A_chain_or_table_that_is_not_there_is_an_error()
    {
        var lab = labs.On("Nft");
        lab.Run("Find-IptablesRuleIssue NOPE @on -AddressFamily IPv4").FailsWith("ChainNotFound", ErrorCategory.ObjectNotFound, "NOPE");
        lab.Run("Find-IptablesRuleIssue -Table nope @on").FailsWith("TableNotFound", ErrorCategory.ObjectNotFound, "nope");
    }
}
