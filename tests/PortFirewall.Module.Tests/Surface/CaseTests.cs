namespace PortFirewall;

/// <summary>Nobody has to remember capitals, but where the kernel does (SC04).</summary>
public sealed class CaseTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Test-IptablesRule ssh TCP @on -ConnectionState new, Established -AddressFamily ipv4 | ForEach-Object Specification", "-p tcp -m tcp --dport 22 -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT")]
    [InlineData("(Get-IptablesRule INPUT @on -Target accept -AddressFamily IPV4).Count", "2")]
    [InlineData("(Get-IptablesRule INPUT @on -Comment ALLOW* -AddressFamily IPv4).Comment", "Allow Web")]
    [InlineData("@(Get-IptablesRule INPUT @on -Protocol TCP -AddressFamily IPv4).Count", "1")]
    [InlineData("Get-IptablesChain INPUT -NetworkNamespace $lab.Server -Backend nFT -AddressFamily IPv4 | ForEach-Object Name", "INPUT")]
    [InlineData("(Confirm-PortReachable 127.0.0.1 9 -Application DNS -TimeoutSeconds 0.1).Protocol", "udp")]
    public void Words_of_ours_are_taken_as_they_come(string command, string answer)
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp -m tcp --dport 80 -m comment --comment 'Allow Web' -j DROP");
        Assert.Equal(answer, lab.Run(command).Quietly().Text);
    }

    [Fact]
    public void What_was_written_in_capitals_is_kept_so()
    {
        var lab = labs.On("Nft");
        Assert.Equal("Shop FRONT", lab.Run("(Add-IptablesPortRule 2222 @on -Comment 'Shop FRONT' -AddressFamily IPv4).Comment").Quietly().Text);
        Assert.Equal("Shop FRONT", lab.Run("(Get-IptablesRule INPUT @on -Comment 'shop front').Comment").Quietly().Text);
    }

    // iptables has a chain 'input' beside INPUT where somebody makes one.
    [Fact]
    public void Names_of_chains_are_the_kernels()
    {
        var lab = labs.On("Nft");
        Assert.Equal("ChainNotFound", lab.Run("Get-IptablesChain input @on").ErrorIds);
        lab.By("IPv4", "-N input");
        Assert.Equal("input", lab.Run("(Get-IptablesChain input @on).Name").Quietly().Text);
        Assert.Equal("INPUT\nINPUT", lab.Run("(Get-IptablesChain INP* @on).Name").Quietly().Text);
        lab.By("IPv4", "-X input");
    }
}
