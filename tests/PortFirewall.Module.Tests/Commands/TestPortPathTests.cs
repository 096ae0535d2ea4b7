using System.Management.Automation;

namespace PortFirewall;

/// <summary>Step 5 of the guide: which rule decides, and for whom?</summary>
public sealed class TestPortPathTests(Labs labs) : IClassFixture<Labs>
{
    private const string Described = "ForEach-Object { \"$($_.AddressFamily) $($_.Verdict) $($_.DecidedBy)\" }";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_port_that_no_rule_opens_ends_at_the_policy(string backend)
        => Assert.Equal("IPv4 Drop INPUT:policy\nIPv6 Drop INPUT:policy", labs.On(backend).Run($"Test-PortPath -Port 2222 @on | {Described}").Quietly().Text);

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void The_rule_that_decides_is_named_and_given(string backend)
    {
        var lab = labs.On(backend).By("-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal("IPv4 Accept INPUT:3\nIPv6 Accept INPUT:4", lab.Run($"Test-PortPath 2222 @on | {Described}").Quietly().Text);
        Assert.Equal("3\n4", lab.Run("Test-PortPath 2222 @on | ForEach-Object { $_.Rule.Number }").Quietly().Text);
    }

    [Fact]
    public void Parts_with_different_fates_are_told_apart()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -s 203.0.113.0/24 -j REJECT").By("IPv4", "-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal("IPv4 Mixed INPUT:3, INPUT:4", lab.Run($"Test-PortPath 2222 @on -AddressFamily IPv4 | {Described}").Quietly().Text);
        Assert.Equal("IPv4 Reject INPUT:3", lab.Run($"Test-PortPath 2222 -Source 203.0.113.7 @on | {Described}").Quietly().Text);
    }

    [Fact]
    public void What_cannot_be_decided_is_unknown_and_names_the_condition()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp --dport 2222 -m limit --limit 5/min -j ACCEPT");
        Assert.Equal("IPv4 Unknown", lab.Run("Test-PortPath 2222 @on -AddressFamily IPv4 | ForEach-Object { \"$($_.AddressFamily) $($_.Verdict)\" }").Quietly().Text);
        Assert.Contains("limit", lab.Run("(Test-PortPath 2222 @on -AddressFamily IPv4).Segments.Conditions -join ';'").Quietly().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_is_true_where_everyone_is_accepted()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal("False", lab.Run("Test-PortPath 2222 @on -Quiet").Quietly().Text);
        Assert.Equal("True", lab.Run("Test-PortPath 2222 @on -Quiet -AddressFamily IPv4").Quietly().Text);
    }

    [Fact]
    public void Established_connections_may_be_asked_about()
        => Assert.Equal("IPv4 Accept INPUT:1", labs.On("Nft").Run($"Test-PortPath 2222 -ConnectionState ESTABLISHED @on -AddressFamily IPv4 | {Described}").Quietly().Text);

    [Fact]
    public void Ports_come_by_value_or_with_a_lab()
    {
        var lab = labs.On("Nft");
        Assert.Equal("IPv4 Drop INPUT:policy\nIPv4 Drop INPUT:policy", lab.Run($"22, 'http' | Test-PortPath @on -AddressFamily IPv4 | {Described}").Quietly().Text);
        Assert.Equal("IPv4 Drop INPUT:policy\nIPv6 Drop INPUT:policy", lab.Run($"$lab | Test-PortPath | {Described}").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_rehearsal_asks_the_kernel_and_touches_nothing(string backend)
    {
        var lab = labs.On(backend);
        var before = lab.Everything;
        Assert.Equal(
            "IPv4 Drop INPUT:policy Kernel\nIPv6 Drop INPUT:policy Kernel",
            lab.Run("Test-PortPath 2222 @on -Rehearse | ForEach-Object { \"$($_.AddressFamily) $($_.Verdict) $($_.DecidedBy) $($_.Basis)\" }").Quietly().Text);
        Assert.Equal("IPv4 Accept INPUT:3\nIPv6 Accept INPUT:4", lab.Run($"Test-PortPath 2222 @on -Rehearse -Proposed | {Described}").Quietly().Text);
        Assert.Equal("True", lab.Run("Test-PortPath 2222 @on -Rehearse -Proposed -Quiet").Quietly().Text);
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void What_shall_be_rehearsed_is_not_proposed_to_the_analysis()
    {
        var result = labs.On("Nft").Run("Test-PortPath 2222 @on -Proposed -Quiet");
        result.FailsWith("RehearsalOnly", ErrorCategory.InvalidArgument, "Proposed");
        // An answer to another question than the one that was asked would pass for the answer.
        Assert.Empty(result.Output);
    }

    [Fact]
    public void One_bad_port_does_not_stop_the_others()
    {
        var result = labs.On("Nft").Run("Test-PortPath 22, 70000, 80 @on -AddressFamily IPv4 | ForEach-Object Port");
        Assert.Equal("22\n80", result.Text);
        result.FailsWith("PortOutOfRange", ErrorCategory.InvalidArgument, "70000");
    }
}
