using System.Management.Automation;

namespace PortFirewall;

/// <summary>Step 3 of the guide: is the exact rule there already? <c>iptables --check</c> is the judge.</summary>
public sealed class TestIptablesRuleTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void The_answer_is_that_of_check(string backend)
    {
        var lab = labs.On(backend).By("IPv6", "-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal(
            "IPv4 False \nIPv6 True 4",
            lab.Run("Test-IptablesRule -Port 2222 -Protocol tcp @on | ForEach-Object { \"$($_.AddressFamily) $($_.Exists) $($_.RuleNumber)\" }").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void The_command_shown_gives_the_same_answer_when_typed(string backend)
    {
        var lab = labs.On(backend).By("IPv4", "-A INPUT -p tcp --dport 2222 -m comment --comment 'for me & you' -j ACCEPT");
        foreach (var (comment, status) in new[] { ("for me & you", 0), ("for you", 1) })
        {
            var command = lab.Run($"Test-IptablesRule -Port 2222 -Comment '{comment}' @on -AddressFamily IPv4 | ForEach-Object Command").Quietly().Text;
            Assert.Contains("--check INPUT -p tcp -m tcp --dport 2222", command, StringComparison.Ordinal);
            Assert.Equal(status, Shell.Try(command).ExitCode);
        }
    }

    [Fact]
    public void Every_position_of_the_rule_is_told()
    {
        var lab = labs.On("Nft").By("IPv4", "-I INPUT 1 -p tcp --dport 2222 -j ACCEPT").By("IPv4", "-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal("1,4", lab.Run("(Test-IptablesRule -Port 2222 @on -AddressFamily IPv4).RuleNumber -join ','").Quietly().Text);
    }

    [Fact]
    public void Quiet_is_true_where_every_family_has_it()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal("False", lab.Run("Test-IptablesRule -Port 2222 @on -Quiet").Quietly().Text);
        Assert.Equal("True", lab.Run("Test-IptablesRule -Port 2222 @on -Quiet -AddressFamily IPv4").Quietly().Text);
        lab.By("IPv6", "-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Assert.Equal("True", lab.Run("Test-IptablesRule -Port 2222 @on -Quiet").Quietly().Text);
    }

    // ip6tables-legacy 1.8.9 says yes to another port (docs/correctness.md).
    [Theory]
    [InlineData("")]
    [InlineData(" -Quiet")]
    public void An_answer_that_no_rule_bears_out_comes_with_a_warning(string quiet)
    {
        var lab = labs.On("Legacy").By("IPv6", "-A INPUT -p tcp --dport 138 -j ACCEPT");
        var saysYes = Shell.Try($"{lab.In} {lab.Tool("IPv6")} --check INPUT -p tcp -m tcp --dport 139 -j ACCEPT").ExitCode == 0;
        var result = lab.Run($"Test-IptablesRule 139 @on -AddressFamily IPv6{quiet} | ForEach-Object {{ if ($_ -is [bool]) {{ $_ }} else {{ \"$($_.Exists)\" }} }}");
        Assert.Equal($"{saysYes}", result.Text);
        Assert.Equal(saysYes ? 1 : 0, result.Warnings.Count);
        Assert.All(result.Warnings, w => Assert.StartsWith("IPv6: iptables says that the rule exists, and no rule of INPUT reads like it.", w, StringComparison.Ordinal));
        lab.Run("Test-IptablesRule 138 @on -AddressFamily IPv6").Quietly();
    }

    [Fact]
    public void A_port_at_a_time_comes_by_value_as_number_or_text()
    {
        var lab = labs.On("Nft").By("-A INPUT -p tcp --dport 22 -j ACCEPT");
        Assert.Equal("True\nFalse\nFalse", lab.Run("22, 23, '24-25' | Test-IptablesRule @on -Quiet").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_rule_from_the_pipeline_is_looked_for_where_it_was_read(string backend)
    {
        var lab = labs.On(backend);
        Assert.Equal(
            "1\n2\n1\n2\n3",
            lab.Run("Get-IptablesRule INPUT @on | Test-IptablesRule | ForEach-Object RuleNumber").Quietly().Text);
    }

    [Fact]
    public void What_is_left_of_a_rule_after_remoting_is_looked_for_too()
        => Assert.Equal(
            "True\nTrue",
            labs.On("Legacy").Run("""
                Get-IptablesRule INPUT @on -AddressFamily IPv4 |
                    ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } |
                    Test-IptablesRule | ForEach-Object Exists
                """).Quietly().Text);

    [Fact]
    public void A_rule_can_be_given_as_text()
    {
        var lab = labs.On("Nft");
        Assert.Equal("True", lab.Run("(Test-IptablesRule -Specification '-i lo -j ACCEPT' @on -AddressFamily IPv4).Exists").Quietly().Text);
        Assert.Equal("False", lab.Run("(Test-IptablesRule -Specification '-i lo -j DROP' @on -AddressFamily IPv4).Exists").Quietly().Text);
    }

    [Fact]
    public void The_text_of_a_rule_names_the_family_by_its_addresses()
    {
        var lab = labs.On("Nft").By("IPv6", "-A INPUT -s 2001:db8::/32 -j DROP");
        Assert.Equal("IPv6 True", lab.Run("Test-IptablesRule -Specification '-s 2001:db8::/32 -j DROP' @on | ForEach-Object { \"$($_.AddressFamily) $($_.Exists)\" }").Quietly().Text);
    }

    [Fact]
    public void A_chain_that_is_not_there_is_an_error_and_no_answer()
    {
        var result = labs.On("Nft").Run("Test-IptablesRule -Port 2222 -Chain NOPE @on -AddressFamily IPv4");
        Assert.Empty(result.Output);
        result.FailsWith("ChainNotFound", ErrorCategory.ObjectNotFound, "NOPE");
    }

    [Fact]
    public void A_rule_with_another_target_source_state_or_table_is_another_rule()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -s 192.0.2.0/24 -i eth0 -p udp --dport 53 -m conntrack --ctstate NEW -j DROP");
        const string Exact = "Test-IptablesRule 53 udp -Source 192.0.2.0/24 -InInterface eth0 -ConnectionState NEW -Target DROP -Quiet @on";
        Assert.Equal("True", lab.Run(Exact).Quietly().Text);
        foreach (var (from, to) in new[] { ("DROP", "ACCEPT"), ("192.0.2.0/24", "192.0.2.0/25"), ("eth0", "eth1"), ("NEW", "NEW,RELATED"), ("udp", "tcp") })
            Assert.Equal("False", lab.Run(Exact.Replace(from, to, StringComparison.Ordinal)).Quietly().Text);
    }
}
