using System.Management.Automation;

namespace PortFirewall;

/// <summary>Step 2 of the guide: the chain, its order, its exact counters.</summary>
public sealed class GetIptablesChainTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_chain_is_read_in_both_families_with_its_policy_and_rules(string backend)
    {
        var lab = labs.On(backend);
        Assert.Equal(
            $"IPv4 filter INPUT Drop True {backend} {lab.Server} 2\nIPv6 filter INPUT Drop True {backend} {lab.Server} 3",
            lab.Run("""
                Get-IptablesChain INPUT @on | ForEach-Object {
                    "$($_.AddressFamily) $($_.Table) $($_.Name) $($_.Policy) $($_.IsBuiltIn) $($_.Backend) $($_.NetworkNamespace) $($_.Rules.Count)"
                }
                """).Quietly().Text);
    }

    [Theory]
    [InlineData("Nft", "IPv4")] // ip6tables-nft 1.8.9 does not set counters.
    [InlineData("Legacy", "IPv6")]
    public void Counters_are_exact(string backend, string family)
    {
        var lab = labs.On(backend).By(family, "-A INPUT -p tcp --dport 9 -j DROP -c 12345678901 98765432109876");
        Assert.Equal(
            "12345678901 98765432109876",
            lab.Run($"Get-IptablesChain INPUT @on -AddressFamily {family} | ForEach-Object {{ \"$($_.Rules[-1].Packets) $($_.Rules[-1].Bytes)\" }}").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_user_chain_has_no_policy_and_counts_who_jumps_to_it(string backend)
    {
        var lab = labs.On(backend).By("-N LOGDROP").By("-A LOGDROP -j DROP").By("-A INPUT -j LOGDROP").By("-A FORWARD -g LOGDROP");
        Assert.Equal(
            "None False 2",
            lab.Run("Get-IptablesChain LOGDROP @on -AddressFamily IPv6 | ForEach-Object { \"$($_.Policy) $($_.IsBuiltIn) $($_.ReferenceCount)\" }").Quietly().Text);
    }

    [Fact]
    public void Wildcards_pick_chains_and_all_come_without_a_name()
    {
        var lab = labs.On("Nft").By("IPv4", "-N f2b-sshd").By("IPv4", "-N f2b-nginx");
        Assert.Equal("f2b-nginx f2b-sshd", Sorted(lab.Run("Get-IptablesChain f2b-* @on | ForEach-Object Name").Quietly()));
        Assert.Equal("FORWARD INPUT OUTPUT f2b-nginx f2b-sshd", Sorted(lab.Run("Get-IptablesChain @on -AddressFamily IPv4 | ForEach-Object Name").Quietly()));
    }

    [Fact]
    public void Names_are_case_sensitive_and_one_that_no_family_has_is_an_error()
        => labs.On("Nft").Run("Get-IptablesChain input @on").FailsWith("ChainNotFound", ErrorCategory.ObjectNotFound, "input");

    [Fact]
    public void A_name_that_is_not_there_does_not_stop_the_others()
    {
        var result = labs.On("Nft").Run("Get-IptablesChain INPUT, NOPE, OUTPUT @on -AddressFamily IPv4 | ForEach-Object Name");
        Assert.Equal("INPUT OUTPUT", Sorted(result));
        result.FailsWith("ChainNotFound", ErrorCategory.ObjectNotFound, "NOPE");
    }

    [Fact]
    public void A_chain_that_one_family_has_is_no_error()
    {
        var lab = labs.On("Nft").By("IPv6", "-N ONLY6");
        Assert.Equal("IPv6", lab.Run("Get-IptablesChain ONLY6 @on | ForEach-Object AddressFamily").Quietly().Text);
    }

    [Fact]
    public void Another_table_is_read_and_one_that_does_not_exist_is_an_error()
    {
        var lab = labs.On("Nft");
        lab.By("-t mangle -A PREROUTING -p tcp --dport 5 -j MARK --set-mark 7");
        Assert.Equal(
            "mangle PREROUTING 1",
            lab.Run("Get-IptablesChain PREROUTING -Table mangle @on -AddressFamily IPv4 | ForEach-Object { \"$($_.Table) $($_.Name) $($_.Rules.Count)\" }").Quietly().Text);
        lab.Run("Get-IptablesChain -Table broute @on").FailsWith("TableNotFound", ErrorCategory.ObjectNotFound, "broute");
        lab.By("-t mangle -F");
    }

    [Fact]
    public void A_lab_from_the_pipeline_says_where()
    {
        var lab = labs.On("Nft");
        Assert.Equal(lab.Server, lab.Run("$lab | Get-IptablesChain INPUT -AddressFamily IPv4 | ForEach-Object NetworkNamespace").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_chain_from_the_pipeline_is_read_again_where_it_was_read(string backend)
    {
        var lab = labs.On(backend).By("IPv6", "-N CUSTOM");
        Assert.Equal(
            $"IPv6 CUSTOM {backend} {lab.Server}",
            lab.Run("Get-IptablesChain CUSTOM @on | Get-IptablesChain | ForEach-Object { \"$($_.AddressFamily) $($_.Name) $($_.Backend) $($_.NetworkNamespace)\" }").Quietly().Text);
    }

    private static string Sorted(EngineResult result) => string.Join(' ', result.Text.Split('\n').Order(StringComparer.Ordinal));
}
