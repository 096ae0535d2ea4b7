using System.Management.Automation;

namespace PortFirewall;

/// <summary>A rule goes to where it takes effect, with its counters.</summary>
public sealed class MoveIptablesRuleTests(Labs labs) : IClassFixture<Labs>
{
    private const string GuidesRule = "-p tcp -m tcp --dport 2222 -j ACCEPT";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_rule_behind_a_block_goes_ahead_of_it(string backend)
    {
        var lab = labs.On(backend).By("-A INPUT -j DROP").By($"-A INPUT {GuidesRule}");
        Assert.Equal("3\n4", lab.Run("Get-IptablesRule INPUT -Port 2222 @on | Move-IptablesRule | ForEach-Object Number").Quietly().Text);
        Assert.Equal(GuidesRule, lab.Input("IPv4")[2]);
        Assert.Equal(GuidesRule, lab.Input("IPv6")[3]);
        Assert.Equal(4, lab.Input("IPv4").Count);
        Assert.Equal("True", lab.Run("Test-PortPath 2222 @on -Quiet").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft", "IPv4")] // ip6tables-nft 1.8.9 does not set counters.
    [InlineData("Legacy", "IPv4")]
    [InlineData("Legacy", "IPv6")]
    public void It_keeps_its_counters(string backend, string family)
    {
        var lab = labs.On(backend).By(family, $"-A INPUT {GuidesRule} -c 7 420");
        Assert.Equal("1 7 420", lab.Run($"Get-IptablesRule INPUT -Port 2222 @on -AddressFamily {family} | Move-IptablesRule -Position 1 | ForEach-Object {{ \"$($_.Number) $($_.Packets) $($_.Bytes)\" }}").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void All_rules_of_one_pipeline_are_one_change_of_both_families_under_one_timer(string backend)
    {
        var lab = labs.On(backend).By("-A INPUT -j DROP").By($"-A INPUT {GuidesRule}").By("-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT");
        var before = string.Join('\n', TestLab.Families.SelectMany(lab.Input));
        Assert.Equal("3\n4\n4\n5", lab.Run("Get-IptablesRule INPUT -Port 2222, 443 @on | Move-IptablesRule -RollbackAfter 60 -WarningAction SilentlyContinue | ForEach-Object Number").Quietly().Text);
        Assert.Equal(
            "IPv4 IPv6 4",
            lab.Run($"Get-IptablesRollback -NetworkNamespace {lab.Server} -State Pending | ForEach-Object {{ \"$($_.AddressFamily) $($_.Change.Count)\" }}").Quietly().Text);
        lab.Run($"Undo-IptablesChange -NetworkNamespace {lab.Server}").Quietly();
        Assert.Equal(before, string.Join('\n', TestLab.Families.SelectMany(lab.Input)));
    }

    [Fact]
    public void A_rule_given_twice_and_one_that_is_not_there_do_not_keep_the_others_from_going_where_they_belong()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -j DROP").By("IPv4", $"-A INPUT {GuidesRule}").By("IPv4", "-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT");
        var result = lab.Run($$"""
            $rules = Get-IptablesRule INPUT @on -AddressFamily IPv4
            ip netns exec {{lab.Server}} iptables-nft -D INPUT -i lo -j ACCEPT
            $rules[3], $rules[1], $rules[4], $rules[3] | Move-IptablesRule -Position 1 | ForEach-Object { "$($_.Number) $($_.DestinationPort)" }
            """);
        result.FailsWith("RuleNotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal("1 2222\n2 443\n1 2222", result.Text);
        Assert.Equal(GuidesRule, lab.Input("IPv4")[0]);
        Assert.Equal(4, lab.Input("IPv4").Count);
    }

    [Fact]
    public void The_error_that_recommends_it_gives_the_rule_to_move()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -j DROP").By("IPv4", $"-A INPUT {GuidesRule}");
        lab.Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4 -ErrorAction SilentlyContinue -ErrorVariable behind");
        lab.Run("$behind[0].TargetObject | Move-IptablesRule").Quietly();
        Assert.Equal(GuidesRule, lab.Input("IPv4")[2]);
    }

    [Fact]
    public void What_is_left_of_a_rule_after_remoting_is_moved_too()
    {
        var lab = labs.On("Legacy").By("IPv4", "-A INPUT -j DROP").By("IPv4", $"-A INPUT {GuidesRule}");
        lab.Run("""
            Get-IptablesRule INPUT -Port 2222 @on -AddressFamily IPv4 |
                ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } | Move-IptablesRule
            """).Quietly();
        Assert.Equal(GuidesRule, lab.Input("IPv4")[2]);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_rule_that_is_right_already_stays_and_is_emitted(string backend)
    {
        var lab = labs.On(backend);
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        var before = lab.Everything;
        Assert.Equal("3\n4", lab.Run("Get-IptablesRule INPUT -Port 2222 @on | Move-IptablesRule | ForEach-Object Number").Quietly().Text);
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void A_position_behind_a_block_is_an_error_unless_forced()
    {
        var lab = labs.On("Nft").By("IPv4", $"-A INPUT {GuidesRule}").By("IPv4", "-A INPUT -j DROP");
        const string Move = "Get-IptablesRule INPUT -Port 2222 @on -AddressFamily IPv4 | Move-IptablesRule -Position 4";
        var before = lab.Everything;
        lab.Run(Move).FailsWith("PositionBehindBlock", ErrorCategory.InvalidOperation, 4);
        Assert.Equal(before, lab.Everything);
        lab.Run(Move + " -Force").Quietly();
        Assert.Equal(GuidesRule, lab.Input("IPv4")[3]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_position_that_does_not_exist_is_an_error(int position)
        => labs.On("Nft").Run($"Get-IptablesRule INPUT @on -AddressFamily IPv4 | Where-Object Number -eq 1 | Move-IptablesRule -Position {position}")
            .FailsWith("InvalidPosition", ErrorCategory.InvalidArgument, position);

    [Fact]
    public void A_rule_that_is_no_plain_allow_rule_needs_a_position()
    {
        var lab = labs.On("Nft");
        lab.Run("Get-IptablesRule INPUT @on -AddressFamily IPv4 | Where-Object Number -eq 1 | Move-IptablesRule").FailsWith("PositionNotComputable", ErrorCategory.InvalidOperation);
        lab.Run("Get-IptablesRule INPUT @on -AddressFamily IPv4 | Where-Object Number -eq 1 | Move-IptablesRule -Position 2").Quietly();
        Assert.Equal("-i lo -j ACCEPT", lab.Input("IPv4")[0]);
    }

    [Fact]
    public void A_rule_that_has_gone_is_an_error()
    {
        var lab = labs.On("Nft");
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4; $rule | Remove-IptablesRule").Quietly();
        lab.Run("$rule | Move-IptablesRule -Position 1").FailsWith("RuleNotFound", ErrorCategory.ObjectNotFound, GuidesRule);
    }

    [Fact]
    public void What_is_not_a_rule_is_an_error()
        => labs.On("Nft").Run("'INPUT' | Move-IptablesRule").FailsWith("InvalidRule", ErrorCategory.InvalidArgument);

    /// <summary>Such a text may stand for a control in the rule, or be what the rule says: it would have to be guessed which rule is meant.</summary>
    [Fact]
    public void A_rule_of_which_a_text_with_escapes_is_left_is_an_error()
        => labs.On("Nft").Run("[pscustomobject] @{ AddressFamily = 'IPv4'; Rule = '-A INPUT -m comment --comment \"\\u001b\" -j DROP' } | Move-IptablesRule -Position 1")
            .FailsWith("InvalidRule", ErrorCategory.InvalidArgument);

    [Fact]
    public void An_error_names_its_target_without_controls()
        => Assert.DoesNotContain('\u001b', Assert.Single(labs.On("Nft").Run("Get-IptablesRule \"a`e[31m\" @on -AddressFamily IPv4").Errors).CategoryInfo.TargetName);
}
