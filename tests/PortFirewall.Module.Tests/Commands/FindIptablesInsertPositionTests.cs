using System.Management.Automation;

namespace PortFirewall;

/// <summary>Where an allow rule belongs.</summary>
public sealed class FindIptablesInsertPositionTests(Labs labs) : IClassFixture<Labs>
{
    private const string Described = "ForEach-Object { \"$($_.AddressFamily) $($_.Chain):$($_.RuleNumber) $($_.Blocker) [$($_.StillBlocked.Number)] $($_.AlreadyAccepted)\" }";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void The_guides_chain_takes_it_at_3_and_the_end_where_the_policy_drops(string backend)
        => Assert.Equal(
            "IPv4 INPUT:3 INPUT:policy [] False\nIPv6 INPUT:4 INPUT:policy [] False",
            labs.On(backend).Run($"Find-IptablesInsertPosition -Port 2222 @on | {Described}").Quietly().Text);

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void It_belongs_ahead_of_the_broad_block_and_behind_narrow_denies(string backend)
    {
        var lab = labs.On(backend).By("IPv4", "-A INPUT -s 203.0.113.0/24 -j DROP").By("IPv4", "-A INPUT -p tcp --dport 22 -j ACCEPT").By("IPv4", "-A INPUT -j REJECT");
        Assert.Equal("IPv4 INPUT:5 INPUT:5 [3] False", lab.Run($"Find-IptablesInsertPosition 2222 @on -AddressFamily IPv4 | {Described}").Quietly().Text);
    }

    [Fact]
    public void What_is_accepted_already_says_by_whom()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp -j ACCEPT");
        Assert.Equal("True 3", lab.Run("Find-IptablesInsertPosition 2222 @on -AddressFamily IPv4 | ForEach-Object { \"$($_.AlreadyAccepted) $($_.AcceptedBy.Number)\" }").Quietly().Text);
    }

    [Fact]
    public void Ports_come_by_value_and_each_has_its_answer()
        => Assert.Equal(
            "22 3\n6000:6010 3\n8080 3",
            labs.On("Nft").Run("22, '6000-6010', 8080 | Find-IptablesInsertPosition @on -AddressFamily IPv4 | ForEach-Object { \"$($_.Port) $($_.RuleNumber)\" }").Quietly().Text);

    [Fact]
    public void A_lab_from_the_pipeline_says_port_and_place()
        => Assert.Equal("2222 3\n2222 4", labs.On("Nft").Run("$lab | Find-IptablesInsertPosition | ForEach-Object { \"$($_.Port) $($_.RuleNumber)\" }").Quietly().Text);

    [Fact]
    public void A_source_narrows_the_families()
        => Assert.Equal("IPv6", labs.On("Nft").Run("Find-IptablesInsertPosition 2222 -Source 2001:db8::/32 @on | ForEach-Object AddressFamily").Quietly().Text);

    [Fact]
    public void Looking_changes_nothing()
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        lab.Run("1..50 | Find-IptablesInsertPosition @on").Quietly();
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void A_chain_that_is_not_there_is_an_error()
        => labs.On("Nft").Run("Find-IptablesInsertPosition 2222 -Chain NOPE @on -AddressFamily IPv4").FailsWith("ChainNotFound", ErrorCategory.ObjectNotFound, "NOPE");
}
