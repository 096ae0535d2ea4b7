using System.Management.Automation;

namespace PortFirewall;

/// <summary>Step 4 of the guide: insert the rule where it takes effect.</summary>
public sealed class AddIptablesPortRuleTests(Labs labs) : IClassFixture<Labs>
{
    private const string GuidesRule = "-p tcp -m tcp --dport 2222 -j ACCEPT";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void The_guides_rule_goes_to_position_3_and_comes_back_as_read(string backend)
    {
        var lab = labs.On(backend);
        Assert.Equal(
            $"IPv4 3 {GuidesRule} {backend} {lab.Server}\nIPv6 4 {GuidesRule} {backend} {lab.Server}",
            lab.Run("Add-IptablesPortRule -Port 2222 @on | ForEach-Object { \"$($_.AddressFamily) $($_.Number) $($_.Specification) $($_.Backend) $($_.NetworkNamespace)\" }").Quietly().Text);
        Assert.Equal(GuidesRule, lab.Input("IPv4")[2]);
        Assert.Equal(GuidesRule, lab.Input("IPv6")[3]);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Rules_of_others_keep_their_text_order_and_counters(string backend)
    {
        var lab = labs.On(backend).By("IPv4", "-A INPUT -s 203.0.113.0/24 -m comment --comment 'banned \"for ever\"' -j DROP -c 17 1020").By("-A INPUT -j REJECT");
        var before = lab.Everything;
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        Assert.NotEqual(before, lab.Everything);
        Assert.Equal(before, lab.Everything.Replace($"[0:0] -A INPUT {GuidesRule}\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Once_more_changes_nothing_and_emits_the_rule_that_is_there(string backend)
    {
        var lab = labs.On(backend);
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        var before = lab.Everything;
        Assert.Equal("3\n4", lab.Run("Add-IptablesPortRule 2222 @on | ForEach-Object Number").Quietly().Text);
        Assert.Equal(before, lab.Everything);
    }

    [Theory]
    [InlineData("-Port 53 -Protocol udp", "-p udp -m udp --dport 53 -j ACCEPT")]
    [InlineData("-Port 6000-6010", "-p tcp -m tcp --dport 6000:6010 -j ACCEPT")]
    [InlineData("-Port ssh", "-p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("-Port 9899 -Protocol SCTP", "-p sctp -m sctp --dport 9899 -j ACCEPT")]
    [InlineData("-Port 80 -Source 192.0.2.77/24", "-s 192.0.2.0/24 -p tcp -m tcp --dport 80 -j ACCEPT")]
    [InlineData("-Port 80 -Destination 198.51.100.1 -InInterface eth0", "-d 198.51.100.1/32 -i eth0 -p tcp -m tcp --dport 80 -j ACCEPT")]
    [InlineData("-Port 80 -ConnectionState NEW -Comment 'our web & more'", "-p tcp -m tcp --dport 80 -m conntrack --ctstate NEW -m comment --comment \"our web & more\" -j ACCEPT")]
    [InlineData("-Port 80 -Comment '$(reboot); %d'", "-p tcp -m tcp --dport 80 -m comment --comment \"$(reboot); %d\" -j ACCEPT")]
    public void What_is_described_is_what_is_inserted(string parameters, string rule)
    {
        foreach (var backend in new[] { "Nft", "Legacy" })
        {
            var lab = labs.On(backend);
            lab.Run($"Add-IptablesPortRule {parameters} -AddressFamily IPv4 @on").Quietly();
            Assert.Equal(rule, lab.Input("IPv4")[2]);
        }
    }

    [Fact]
    public void A_protocol_that_the_kernel_cannot_match_is_an_error_of_the_tool_or_a_rule()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("Add-IptablesPortRule 5000 dccp -AddressFamily IPv4 @on");
        if (result.Errors.Count == 0)
            Assert.Equal("-p dccp -m dccp --dport 5000 -j ACCEPT", lab.Input("IPv4")[2]);
        else
            result.FailsWith("NativeCommandFailed", ErrorCategory.FromStdErr);
    }

    [Fact]
    public void A_source_narrows_the_families()
    {
        var lab = labs.On("Nft");
        var before = lab.Saved("IPv4");
        Assert.Equal("IPv6", lab.Run("Add-IptablesPortRule 2222 -Source 2001:db8:7::/48 @on | ForEach-Object AddressFamily").Quietly().Text);
        Assert.Equal(before, lab.Saved("IPv4"));
    }

    [Fact]
    public void Where_the_namespace_speaks_no_IPv6_only_IPv4_is_changed()
    {
        var lab = labs.On("Nft");
        var before = lab.Saved("IPv6");
        Shell.Run($"{lab.In} sysctl -qw net.ipv6.conf.all.disable_ipv6=1");
        try
        {
            Assert.Equal("IPv4", lab.Run("Add-IptablesPortRule 2222 @on | ForEach-Object AddressFamily").Quietly().Text);
            Assert.Equal(before, lab.Saved("IPv6"));
        }
        finally
        {
            Shell.Run($"{lab.In} sysctl -qw net.ipv6.conf.all.disable_ipv6=0");
        }
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void An_exact_rule_behind_a_block_is_an_error_that_names_the_block(string backend)
    {
        var lab = labs.On(backend).By("-A INPUT -j DROP").By($"-A INPUT {GuidesRule}");
        var before = lab.Everything;
        var result = lab.Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4");
        Assert.Empty(result.Output);
        var error = result.FailsWith("RuleBehindBlock", ErrorCategory.InvalidOperation);
        Assert.Equal($"-A INPUT {GuidesRule}", error.TargetObject.ToString());
        Assert.Contains("INPUT:3", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Move-IptablesRule", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, lab.Everything);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_fails_for_one_family_is_not_done_for_the_other(string backend)
    {
        var lab = labs.On(backend).By("IPv6", "-A INPUT -j DROP").By("IPv6", $"-A INPUT {GuidesRule}");
        var before = lab.Everything;
        var result = lab.Run("Add-IptablesPortRule 2222 @on");
        Assert.Empty(result.Output);
        result.FailsWith("RuleBehindBlock", ErrorCategory.InvalidOperation);
        Assert.Equal(before, lab.Everything);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_the_tool_refuses_for_one_family_is_taken_back_for_the_other(string backend)
    {
        // A chain that ip6tables does not have: what is asked makes sense for IPv4 only.
        var lab = labs.On(backend).By("IPv4", "-N services").By("IPv4", "-I INPUT 3 -j services");
        var before = lab.Everything;
        lab.Run("Add-IptablesPortRule 2222 -Chain services @on").FailsWith("ChainNotFound", ErrorCategory.ObjectNotFound, "services");
        Assert.Equal(before, lab.Everything);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_position_behind_a_block_is_an_error_unless_forced(string backend)
    {
        var lab = labs.On(backend).By("IPv4", "-A INPUT -j DROP");
        var before = lab.Everything;
        lab.Run("Add-IptablesPortRule 2222 -Position 4 @on -AddressFamily IPv4").FailsWith("PositionBehindBlock", ErrorCategory.InvalidOperation, 4);
        Assert.Equal(before, lab.Everything);
        Assert.Equal("4", lab.Run("Add-IptablesPortRule 2222 -Position 4 -Force @on -AddressFamily IPv4 | ForEach-Object Number").Quietly().Text);
        Assert.Equal(GuidesRule, lab.Input("IPv4")[3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_position_that_is_asked_for_is_taken(int position)
    {
        var lab = labs.On("Nft");
        Assert.Equal($"{position}", lab.Run($"Add-IptablesPortRule 2222 -Position {position} @on -AddressFamily IPv4 | ForEach-Object Number").Quietly().Text);
        Assert.Equal(GuidesRule, lab.Input("IPv4")[position - 1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(4)]
    public void A_position_that_does_not_exist_is_an_error(int position)
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        lab.Run($"Add-IptablesPortRule 2222 -Position {position} @on -AddressFamily IPv4").FailsWith("InvalidPosition", ErrorCategory.InvalidArgument, position);
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void A_port_that_a_rule_accepts_already_is_left_alone_with_a_warning_unless_forced()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp -j ACCEPT");
        var before = lab.Everything;
        var result = lab.Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4 | ForEach-Object Specification").Quietly();
        Assert.Equal("-p tcp -j ACCEPT", result.Text);
        Assert.Contains("-Force", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(before, lab.Everything);
        lab.Run("Add-IptablesPortRule 2222 -Force @on -AddressFamily IPv4").Quietly();
        Assert.Equal(GuidesRule, lab.Input("IPv4")[2]);
    }

    [Fact]
    public void Several_ports_of_which_one_is_bad_are_added_but_for_that_one()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("Add-IptablesPortRule 80, 70000, 443 @on -AddressFamily IPv4 | ForEach-Object DestinationPort");
        Assert.Equal("80\n443", result.Text);
        result.FailsWith("PortOutOfRange", ErrorCategory.InvalidArgument, "70000");
        Assert.Equal(["80", "443"], lab.Input("IPv4").Skip(2).Select(PortOf));
    }

    [Fact]
    public void Several_ports_of_which_one_is_behind_a_block_are_added_but_for_that_one()
    {
        var lab = labs.On("Nft").By("-A INPUT -j DROP").By("-A INPUT -p tcp -m tcp --dport 81 -j ACCEPT");
        var result = lab.Run("80, 81, 82 | Add-IptablesPortRule @on -AddressFamily IPv4 | ForEach-Object { \"$($_.Number) $($_.DestinationPort)\" }");
        Assert.Equal("3 80\n4 82", result.Text);
        result.FailsWith("RuleBehindBlock", ErrorCategory.InvalidOperation);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Three_hundred_ports_down_one_pipeline_are_one_transaction_per_family_and_in_order(string backend)
    {
        var lab = labs.On(backend);
        lab.By("-A INPUT -j REJECT");
        var shown = lab.Run("3001..3300 | Add-IptablesPortRule @on -Verbose");
        var command = Assert.Single(shown.Quietly().Verbose, v => v.StartsWith("Performing", StringComparison.Ordinal));
        Assert.Equal(2, command.Split("COMMIT").Length - 1);
        Assert.Equal(600, shown.Output.Count);
        foreach (var (family, first) in new[] { ("IPv4", 3), ("IPv6", 4) })
        {
            Assert.Equal(Enumerable.Range(3001, 300).Select(p => $"{p}"), lab.Input(family).Skip(first - 1).Take(300).Select(PortOf));
            Assert.StartsWith("-j REJECT", lab.Input(family)[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_same_port_twice_is_one_rule()
    {
        var lab = labs.On("Nft");
        lab.Run("80, 'http', 80 | Add-IptablesPortRule @on").Quietly();
        Assert.Single(lab.Input("IPv4"), r => r.Contains("--dport 80 ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_port_within_a_range_of_the_same_pipeline_gives_the_ranges_rule_with_a_warning(string backend)
    {
        var lab = labs.On(backend);
        var result = lab.Run("'6000-6010', 6005, 80 | Add-IptablesPortRule @on -AddressFamily IPv4 | ForEach-Object { \"$($_.Number) $($_.DestinationPort)\" }");
        Assert.Equal("3 6000:6010\n3 6000:6010\n4 80", result.Text);
        Assert.Contains("--dport 6005 -j ACCEPT' was not added", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(4, lab.Input("IPv4").Count);
    }

    [Fact]
    public void Of_two_objects_for_one_port_the_first_is_added()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("[pscustomobject]@{ Port = 51; Comment = 'a' }, [pscustomobject]@{ Port = 51; Comment = 'b' } | Add-IptablesPortRule @on -AddressFamily IPv4 | ForEach-Object Comment");
        Assert.Equal("a\na", result.Text);
        Assert.Single(result.Warnings);
    }

    [Fact]
    public void A_chain_that_packets_for_this_host_never_pass_is_told()
    {
        var result = labs.On("Nft").Run("Add-IptablesPortRule 72 -Chain FORWARD @on -AddressFamily IPv4");
        Assert.Contains("never pass FORWARD", result.FailsWith("RuleNotEffective", ErrorCategory.InvalidResult).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_may_go_into_a_chain_of_the_users_own()
    {
        var lab = labs.On("Nft").By("-N services").By("-A INPUT -j services");
        Assert.Equal("services 1\nservices 1", lab.Run("Add-IptablesPortRule 2222 -Chain services @on | ForEach-Object { \"$($_.Chain) $($_.Number)\" }").Quietly().Text);
    }

    [Fact]
    public void Verbose_shows_the_command_and_why_there()
    {
        var verbose = string.Join('\n', labs.On("Nft").Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4 -Verbose").Quietly().Verbose);
        Assert.Contains("INPUT:3", verbose, StringComparison.Ordinal);
        Assert.Contains("--insert INPUT 3 -p tcp -m tcp --dport 2222 -j ACCEPT", verbose, StringComparison.Ordinal);
    }

    private static string PortOf(string rule) => rule.Split("--dport ")[1].Split(' ')[0];
}
