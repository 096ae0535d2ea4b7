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
            "IPv4 filter INPUT Drop 2\nIPv6 filter INPUT Drop 3",
            lab.Run("Get-IptablesChain INPUT @on | ForEach-Object { \"$($_.AddressFamily) $($_.Table) $($_.Name) $($_.Policy) $($_.Rules.Count)\" }").Quietly().Text);
    }
}
