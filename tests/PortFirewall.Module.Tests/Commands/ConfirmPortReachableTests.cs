using System.Management.Automation;

namespace PortFirewall;

/// <summary>Step 6 of the guide: connect from another host, and tell the outcomes apart.</summary>
public sealed class ConfirmPortReachableTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Confirm-PortReachable -Port 2222 -From \"netns:$($lab.Client)\"", "ComputerNameNotGiven")]
    [InlineData("Get-PortListener 2222 -NetworkNamespace $lab.Server | Confirm-PortReachable", "ComputerNameNotGiven ComputerNameNotGiven")]
    [InlineData("Get-PortListener 2222 -NetworkNamespace $lab.Server | Confirm-PortReachable -From \"netns:$($lab.Client)\"", "ComputerNameNotGiven ComputerNameNotGiven")]
    public void Whom_to_reach_is_not_guessed_where_another_place_asks(string command, string errors)
    {
        var result = labs.On("Nft").Run(command);
        Assert.Equal(errors, result.ErrorIds);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void No_password_of_a_name_is_repeated()
    {
        var result = labs.On("Nft").Run("Confirm-PortReachable 'https://somebody:s3cr3t@server' 80");
        Assert.Equal("InvalidComputerName", result.ErrorIds);
        Assert.DoesNotContain("s3cr3t", $"{result.Errors[0]} {result.Errors[0].TargetObject} {result.Errors[0].CategoryInfo}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nft", "ServerAddress", "TimedOut", "")]
    [InlineData("Nft", "ServerAddress", "Open", "-p tcp --dport 2222 -j ACCEPT")]
    [InlineData("Legacy", "ServerAddressIPv6", "TimedOut", "")]
    [InlineData("Legacy", "ServerAddressIPv6", "Open", "-p tcp --dport 2222 -j ACCEPT")]
    [InlineData("Nft", "ServerAddress", "Refused", "-p tcp --dport 2222 -j REJECT --reject-with tcp-reset")]
    [InlineData("Nft", "ServerAddressIPv6", "Refused", "-p tcp --dport 2222 -j REJECT --reject-with tcp-reset")]
    [InlineData("Nft", "ServerAddress", "Prohibited", "-p tcp --dport 2222 -j REJECT --reject-with icmp-admin-prohibited")]
    [InlineData("Nft", "ServerAddressIPv6", "Prohibited", "-p tcp --dport 2222 -j REJECT --reject-with icmp6-adm-prohibited")]
    public void Outcomes_are_told_apart(string backend, string address, string outcome, string rule)
    {
        var lab = labs.On(backend);
        if (rule.Length > 0)
            lab.By(address.EndsWith("IPv6", StringComparison.Ordinal) ? "IPv6" : "IPv4", "-I INPUT 3 " + rule);
        Assert.Equal(
            $"{outcome} {outcome == "Open"} tcp 2222 netns:{lab.Client} True",
            lab.Run($"Confirm-PortReachable $lab.{address} 2222 -From \"netns:$($lab.Client)\" -TimeoutSeconds {(outcome == "TimedOut" ? 1 : 30)} | ForEach-Object {{ \"$($_.Outcome) $($_.Reachable) $($_.Protocol) $($_.Port) $($_.Vantage) $($_.CrossesNetwork)\" }}").Quietly().Text);
    }

    [Fact]
    public void No_way_there_is_unreachable_and_a_name_without_address_is_not_found()
    {
        var lab = labs.On("Nft");
        Assert.Equal("Unreachable", lab.Run("(Confirm-PortReachable 203.0.113.9 80 -From \"netns:$($lab.Client)\" -TimeoutSeconds 30).Outcome").Quietly().Text);
        Assert.Equal("NameNotFound", lab.Run("(Confirm-PortReachable no-such-host.invalid 80 -From \"netns:$($lab.Client)\" -TimeoutSeconds 2).Outcome").Quietly().Text);
    }

    [Fact]
    public void A_name_is_looked_up_where_the_client_is_and_each_address_is_tried()
    {
        var lab = labs.On("Nft").By("-I INPUT 3 -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal(
            "198.51.100.1 IPv4 Open\n2001:db8::1 IPv6 Open",
            string.Join('\n', lab.Run("Confirm-PortReachable server.example.net 2222 -From \"netns:$($lab.Client)\" | ForEach-Object { \"$($_.RemoteAddress) $($_.AddressFamily) $($_.Outcome)\" }").Quietly().Text.Split('\n').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_test_of_the_servers_own_address_proves_the_listener_only()
    {
        var lab = labs.On("Nft");
        Assert.Equal(
            "Open False",
            lab.Run("Confirm-PortReachable 127.0.0.1 2222 -From \"netns:$($lab.Server)\" | ForEach-Object { \"$($_.Outcome) $($_.CrossesNetwork)\" }").Quietly().Text);
    }

    [Fact]
    public void Quiet_is_true_where_everything_asked_about_is_reachable()
    {
        var lab = labs.On("Nft").By("IPv4", "-I INPUT 3 -p tcp --dport 2222 -j ACCEPT");
        const string Ask = "Confirm-PortReachable 198.51.100.1 {0} -From \"netns:$($lab.Client)\" -TimeoutSeconds 0.9 -Quiet";
        Assert.Equal("True", lab.Run(string.Format(Ask, "2222")).Quietly().Text);
        Assert.Equal("False", lab.Run(string.Format(Ask, "2222, 2223")).Quietly().Text);
        var withBad = lab.Run(string.Format(Ask, "2222, 70000"));
        Assert.Equal("False", withBad.Text);
        withBad.FailsWith("PortOutOfRange", ErrorCategory.InvalidArgument, "70000");
    }

    [Fact]
    public void A_listener_from_the_pipeline_says_port_and_families()
    {
        var lab = labs.On("Nft").By("IPv4", "-I INPUT 3 -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal(
            "IPv4 Open",
            lab.Run("Get-PortListener 2222 -AddressFamily IPv4 -NetworkNamespace $lab.Server | Confirm-PortReachable server.example.net -From \"netns:$($lab.Client)\" | ForEach-Object { \"$($_.AddressFamily) $($_.Outcome)\" }").Quietly().Text);
    }

    [Fact]
    public void An_earlier_probe_can_be_repeated_also_what_is_left_of_it_after_remoting()
    {
        var lab = labs.On("Nft").By("IPv4", "-I INPUT 3 -p tcp --dport 2222 -j ACCEPT");
        lab.Run("$probe = Confirm-PortReachable 198.51.100.1 2222 -From \"netns:$($lab.Client)\"").Quietly();
        Assert.Equal($"Open netns:{lab.Client}", lab.Run("$probe | Confirm-PortReachable | ForEach-Object { \"$($_.Outcome) $($_.Vantage)\" }").Quietly().Text);
        Assert.Equal($"Open netns:{lab.Client}", lab.Run("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($probe)) | Confirm-PortReachable | ForEach-Object { \"$($_.Outcome) $($_.Vantage)\" }").Quietly().Text);
    }

    [Fact]
    public void A_protocol_that_is_not_probed_is_an_error()
        => labs.On("Nft").Run("Confirm-PortReachable 198.51.100.1 53 -Protocol dccp").FailsWith("ProtocolNotProbed", ErrorCategory.NotImplemented, "dccp");

    [Fact]
    public void A_namespace_that_is_not_there_is_an_error()
        => labs.On("Nft").Run("Confirm-PortReachable 198.51.100.1 53 -From netns:pf-no-such").FailsWith("NetworkNamespaceNotFound", ErrorCategory.ObjectNotFound, "pf-no-such");
}
