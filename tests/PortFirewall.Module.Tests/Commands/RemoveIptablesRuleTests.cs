using System.Management.Automation;

namespace PortFirewall;

/// <summary>Rules go by their text, never by their number.</summary>
public sealed class RemoveIptablesRuleTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_was_added_is_removed_again_and_nothing_else(string backend)
    {
        var lab = labs.On(backend);
        var before = lab.Everything;
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        Assert.Empty(lab.Run("Remove-IptablesRule -Port 2222 @on").Quietly().Output);
        Assert.Equal(before, lab.Everything);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Rules_from_the_pipeline_are_removed_where_they_were_read(string backend)
    {
        var lab = labs.On(backend);
        var before = lab.Everything;
        lab.Run("$rules = 80, 443 | Add-IptablesPortRule @on").Quietly();
        Assert.Equal(
            "IPv4 80\nIPv4 443\nIPv6 80\nIPv6 443",
            lab.Run("$rules | Remove-IptablesRule -PassThru | ForEach-Object { \"$($_.AddressFamily) $($_.DestinationPort)\" }").Quietly().Text);
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void What_is_left_of_a_rule_after_remoting_is_removed_too()
    {
        var lab = labs.On("Legacy");
        var before = lab.Everything;
        lab.Run("""
            Add-IptablesPortRule 2222 @on -Comment 'one two' |
                ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } | Remove-IptablesRule
            """).Quietly();
        Assert.Equal(before, lab.Everything);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Rules_that_the_module_does_not_understand_are_removed_as_well(string backend)
    {
        var lab = labs.On(backend);
        var before = lab.Everything;
        lab.By("IPv4", "-A INPUT -p tcp -m string --string \"GET |0d0a| 'x'\" --algo bm -m hashlimit --hashlimit-above 5/min --hashlimit-mode srcip --hashlimit-name web -m comment --comment \"a \\\"b\\\" c\" -j LOG --log-prefix 'in: '");
        lab.Run("Get-IptablesRule INPUT @on -AddressFamily IPv4 -Target LOG | Remove-IptablesRule").Quietly();
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void A_rule_that_moved_meanwhile_is_found_by_its_text()
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        lab.By("IPv4", "-I INPUT 1 -p tcp --dport 99 -j ACCEPT");
        lab.Run("$rule | Remove-IptablesRule").Quietly();
        lab.By("IPv4", "-D INPUT 1");
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void A_rule_that_is_there_twice_goes_once_unless_both_are_piped()
    {
        const string Twice = "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT";
        var lab = labs.On("Nft").By("IPv4", Twice).By("IPv4", Twice);
        var once = lab.Run("Remove-IptablesRule -Port 22 @on -AddressFamily IPv4").Quietly();
        Assert.Equal(3, lab.Input("IPv4").Count);
        // The number that it has now, not the one that it had before.
        Assert.StartsWith("INPUT:3 (IPv4) says the same", Assert.Single(once.Warnings), StringComparison.Ordinal);
        lab.By("IPv4", Twice);
        lab.Run("Get-IptablesRule INPUT @on -AddressFamily IPv4 -Port 22 | Remove-IptablesRule").Quietly();
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    [Fact]
    public void A_rule_that_no_family_has_is_an_error_and_does_not_stop_the_others()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT");
        lab.Run("Remove-IptablesRule -Port 23, 22 @on").FailsWith("RuleNotFound", ErrorCategory.ObjectNotFound, "-p tcp -m tcp --dport 23 -j ACCEPT");
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    [Fact]
    public void A_chain_that_is_not_there_is_an_error()
        => labs.On("Nft").Run("Remove-IptablesRule -Port 22 -Chain NOPE @on").FailsWith("ChainNotFound", ErrorCategory.ObjectNotFound, "NOPE");

    [Fact]
    public void A_rule_can_be_given_as_text_and_in_another_table()
    {
        var lab = labs.On("Nft").By("-t mangle -A PREROUTING -p tcp -m tcp --dport 5 -j DROP");
        lab.Run("Remove-IptablesRule -Specification '-p tcp -m tcp --dport 5 -j DROP' -Chain PREROUTING -Table mangle @on").Quietly();
        Assert.DoesNotContain("--dport 5", lab.Everything, StringComparison.Ordinal);
    }
}
