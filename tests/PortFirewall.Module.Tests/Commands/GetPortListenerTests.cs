using System.Management.Automation;

namespace PortFirewall;

/// <summary>Step 1 of the guide: is anything listening, and for whom?</summary>
public sealed class GetPortListenerTests(Labs labs) : IClassFixture<Labs>
{
    private const string Described = "ForEach-Object { \"$($_.Protocol) $($_.AddressFamily) $($_.LocalAddress) $($_.Port) $($_.Scope) $($_.AcceptsIPv4) $($_.AcceptsIPv6) $($_.NetworkNamespace)\" }";

    [Fact]
    public void The_labs_listener_is_seen_for_each_family()
    {
        var lab = labs.On("Nft");
        Assert.Equal(
            $"tcp IPv4 0.0.0.0 2222 All True False {lab.Server}\ntcp IPv6 :: 2222 All False True {lab.Server}",
            lab.Run($"Get-PortListener 2222 -NetworkNamespace {lab.Server} | {Described}").Quietly().Text);
    }

    [Fact]
    public void It_names_the_process()
    {
        var lab = labs.On("Nft");
        Assert.Equal(
            $"{Environment.ProcessId}",
            lab.Run($"Get-PortListener 2222 tcp -AddressFamily IPv4 -NetworkNamespace {lab.Server} | ForEach-Object ProcessId").Quietly().Text);
    }

    [Fact]
    public void A_port_that_nobody_listens_on_is_an_error_and_does_not_stop_the_others()
    {
        var lab = labs.On("Nft");
        var result = lab.Run($"Get-PortListener 2223, 2222 -AddressFamily IPv4 -NetworkNamespace {lab.Server} | ForEach-Object Port");
        Assert.Equal("2222", result.Text);
        result.FailsWith("PortNotListening", ErrorCategory.ObjectNotFound, "2223");
    }

    [Fact]
    public void Another_protocol_is_another_port()
    {
        var lab = labs.On("Nft");
        lab.Run($"Get-PortListener 2222 udp -NetworkNamespace {lab.Server}").FailsWith("PortNotListening", ErrorCategory.ObjectNotFound, "2222");
    }

    [Fact]
    public void Without_a_port_everything_is_listed_and_nothing_is_no_error()
    {
        var lab = labs.On("Nft");
        Assert.Equal("2222\n2222", lab.Run($"Get-PortListener -NetworkNamespace {lab.Server} | ForEach-Object Port").Quietly().Text);
        Assert.Empty(lab.Run($"Get-PortListener -NetworkNamespace {lab.Client}").Quietly().Output);
    }

    [Fact]
    public void A_lab_from_the_pipeline_says_port_and_place()
        => Assert.Equal("2222\n2222", labs.On("Nft").Run("$lab | Get-PortListener | ForEach-Object Port").Quietly().Text);

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_listens_can_be_piped_into_the_rule_that_opens_it(string backend)
    {
        var lab = labs.On(backend);
        lab.Run($"Get-PortListener 2222 -NetworkNamespace {lab.Server} | Add-IptablesPortRule -Backend {backend}").Quietly();
        Assert.Equal("-p tcp -m tcp --dport 2222 -j ACCEPT", lab.Input("IPv4")[2]);
        Assert.Equal("-p tcp -m tcp --dport 2222 -j ACCEPT", lab.Input("IPv6")[3]);
        Assert.Single(lab.Input("IPv6"), r => r.Contains("2222", StringComparison.Ordinal));
    }

    [Fact]
    public void A_listener_for_one_family_opens_that_family_only()
    {
        var lab = labs.On("Nft");
        var before = lab.Saved("IPv6");
        lab.Run($"Get-PortListener 2222 -AddressFamily IPv4 -NetworkNamespace {lab.Server} | Add-IptablesPortRule").Quietly();
        Assert.Equal("-p tcp -m tcp --dport 2222 -j ACCEPT", lab.Input("IPv4")[2]);
        Assert.Equal(before, lab.Saved("IPv6"));
    }

    [Fact]
    public void What_is_left_of_a_listener_after_remoting_is_taken_too()
    {
        var lab = labs.On("Nft");
        lab.Run($$"""
            Get-PortListener 2222 -NetworkNamespace {{lab.Server}} |
                ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } | Add-IptablesPortRule
            """).Quietly();
        Assert.Equal("-p tcp -m tcp --dport 2222 -j ACCEPT", lab.Input("IPv4")[2]);
        Assert.Equal("-p tcp -m tcp --dport 2222 -j ACCEPT", lab.Input("IPv6")[3]);
    }
}
