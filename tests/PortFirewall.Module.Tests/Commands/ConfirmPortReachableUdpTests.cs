using System.Management.Automation;

namespace PortFirewall;

/// <summary>"A basic UDP port probe does not prove that a service accepted a request": so something is said to it, and what it answers is told.</summary>
public sealed class ConfirmPortReachableUdpTests(Labs labs) : IClassFixture<Labs>
{
    private const string Ask = "Confirm-PortReachable $lab.ServerAddress 2222 -From \"netns:$($lab.Client)\" ";

    [Theory]
    [InlineData("-Payload ping", "Replied True 'pong' 1")]
    [InlineData("-Protocol udp -Payload 'hex:00 ff'", "Replied True 'pong' 1")]
    [InlineData("-Payload ([byte[]](1, 2)) -Expect 'pong'", "Replied True 'pong' 1")]
    [InlineData("-Payload (1, 2) -Expect 'hex:706f6e67'", "Replied True 'pong' 1")]
    [InlineData("-Payload ping -Expect ([regex] '^P.NG$')", "NoReply False 'pong' 2")]
    [InlineData("-Payload ping -Expect ([regex] '(?i)^P.NG$')", "Replied True 'pong' 1")]
    [InlineData("-Payload ping -Expect 'p.ng'", "NoReply False 'pong' 2")]
    [InlineData("-Application dns", "NoReply False 'pong' 2")]
    public void What_is_sent_and_what_counts_is_for_the_user_to_say(string what, string probe)
    {
        var lab = labs.On("Nft").By("IPv4", "-I INPUT 3 -p udp --dport 2222 -j ACCEPT");
        using var service = new NamespaceReplier(lab.Server, 2222, "pong");
        // What is answered well ends at once; what is not, only then.
        var seconds = probe.StartsWith("Replied", StringComparison.Ordinal) ? 30 : 3;
        Assert.Equal(
            probe,
            lab.Run(Ask + what + $" -TimeoutSeconds {seconds}" + " | ForEach-Object { \"$($_.Outcome) $($_.Reachable) '$($_.ReplyText)' $($_.DatagramsSent)\" }").Quietly().Text);
    }

    [Theory]
    [InlineData("IPv4", "ServerAddress", "-j REJECT --reject-with icmp-admin-prohibited", "Prohibited False 69")]
    [InlineData("IPv6", "ServerAddressIPv6", "-j REJECT --reject-with icmp6-adm-prohibited", "Prohibited False 69")]
    [InlineData("IPv4", "ServerAddress", "-j ACCEPT", "Refused False 69")]
    [InlineData("IPv6", "ServerAddressIPv6", "-j DROP", "NoReply False 69")]
    public void An_application_knows_its_own_port_and_outcomes_are_told_apart(string family, string address, string rule, string probe)
    {
        var lab = labs.On("Legacy").By(family, "-I INPUT 3 -p udp --dport 69 " + rule);
        Assert.Equal(
            probe,
            lab.Run($"Confirm-PortReachable $lab.{address} -Application TFTP -From \"netns:$($lab.Client)\" -TimeoutSeconds 1.2 | ForEach-Object {{ \"$($_.Outcome) $($_.Reachable) $($_.Port)\" }}").Quietly().Text);
    }

    [Fact]
    public void A_probe_of_an_application_can_be_repeated_also_what_is_left_of_it_after_remoting()
    {
        var lab = labs.On("Nft").By("IPv4", "-I INPUT 3 -p udp --dport 53 -j ACCEPT");
        lab.Run("$probe = Confirm-PortReachable $lab.ServerAddress -Application dns -From \"netns:$($lab.Client)\"").Quietly();
        const string Again = " | Confirm-PortReachable -TimeoutSeconds 1 | ForEach-Object { \"$($_.Application) $($_.Protocol) $($_.Port) $($_.Outcome)\" }";
        Assert.Equal("dns udp 53 Refused", lab.Run("$probe" + Again).Quietly().Text);
        Assert.Equal("dns udp 53 Refused", lab.Run("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($probe))" + Again).Quietly().Text);
    }

    [Theory]
    [InlineData("53 -Protocol udp", "DatagramNotGiven", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Expect x", "ExpectationWithoutPayload", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Application dns -Payload x", "ApplicationWithPayload", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Application dns -Expect x", "ApplicationWithPayload", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Application gopher", "ApplicationNotKnown", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Application '-x'", "ApplicationNotKnown", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Application ''", "EmptyValue", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Protocol tcp -Application dns", "DatagramForConnection", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Protocol tcp -Payload x", "DatagramForConnection", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Protocol tcp -Expect x", "DatagramForConnection", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Protocol sctp -Payload x", "ProtocolNotProbed", ErrorCategory.NotImplemented)]
    [InlineData("-Application dtls", "PortNotGiven", ErrorCategory.InvalidArgument)]
    [InlineData("-Payload x", "PortNotGiven", ErrorCategory.InvalidArgument)]
    [InlineData("", "PortNotGiven", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload ''", "EmptyValue", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload x -Expect ''", "EmptyValue", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload x -Expect 'hex:'", "EmptyValue", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload hex:0", "InvalidHexText", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload x -Expect hex:zz", "InvalidHexText", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload 5", "InvalidDatagramBytes", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload (1, 256)", "InvalidDatagramBytes", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload x -Expect @{ a = 1 }", "InvalidDatagramBytes", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload ('x' * 65508)", "PayloadTooLong", ErrorCategory.InvalidArgument)]
    [InlineData("53 -Payload ('x' * 70000)", "PayloadTooLong", ErrorCategory.InvalidArgument)]
    public void Bad_input_is_named_before_anything_is_sent(string arguments, string id, ErrorCategory category)
    {
        var result = labs.On("Nft").Run("Confirm-PortReachable 198.51.100.1 " + arguments);
        Assert.Empty(result.Output);
        result.FailsWith(id, category);
    }

    [Fact]
    public void Names_of_applications_are_completed()
        => Assert.Equal(
            "snmp snmpv2c",
            labs.On("Nft").Run("([Management.Automation.CommandCompletion]::CompleteInput('Confirm-PortReachable -Application sn', 37, $null).CompletionMatches | ForEach-Object CompletionText) -join ' '").Quietly().Text);
}
