using System.Management.Automation;

namespace PortFirewall;

/// <summary>Closing is proved by the difference: who was let in before is not any more.</summary>
public sealed class CloseIptablesPortTests(Labs labs) : IClassFixture<Labs>
{
    private const string Close = "Close-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -TimeoutSeconds 0.9";
    private const string Summary = " | ForEach-Object { \"$($_.Succeeded) $($_.FailedStep) $($_.ErrorId) $($_.Changed) $($_.Undone)\" }";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Exactly_the_rule_goes(string backend)
    {
        var lab = labs.On(backend);
        var before = (lab.Input("IPv4"), lab.Input("IPv6"));
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        Assert.Equal(
            "Close True True Open Open TimedOut TimedOut Drop Drop",
            lab.Run(Close + " -Save:$false | ForEach-Object { \"$($_.Action) $($_.Succeeded) $($_.Changed) $($_.ProbeBefore.Outcome) $($_.Probe.Outcome) $($_.Path.Verdict)\" }").Quietly().Text);
        Assert.Equal(before.Item1, lab.Input("IPv4"));
        Assert.Equal(before.Item2, lab.Input("IPv6"));
    }

    [Fact]
    public void With_Save_the_file_no_longer_has_it()
    {
        var lab = labs.On("Nft");
        lab.Run("Open-IptablesPort 2222 -NetworkNamespace $lab.Server -ProbeFrom \"netns:$($lab.Client)\" -Save").Quietly();
        lab.Run("$closing = Close-IptablesPort 2222 -NetworkNamespace $lab.Server -ProbeFrom \"netns:$($lab.Client)\" -TimeoutSeconds 0.9 -Save").Quietly();
        Assert.DoesNotContain("2222", File.ReadAllText(lab.Run("$closing.Save[0].Path").Quietly().Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-p tcp -m tcp --dport 2000:3000 -s 198.51.100.2 -j ACCEPT")]
    [InlineData("-p tcp -j ACCEPT")]
    public void A_port_that_another_rule_keeps_open_is_left_as_it_is(string other)
    {
        var lab = labs.On("Nft");
        lab.Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        lab.By("IPv4", "-A INPUT " + other);
        var before = lab.Input("IPv4");
        var result = lab.Run(Close + " -AddressFamily IPv4" + Summary);
        Assert.Equal("False Path StillAccepted False False", result.Text);
        Assert.Contains("INPUT:4", result.FailsWith("StillAccepted", ErrorCategory.InvalidOperation).Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, lab.Input("IPv4"));
    }

    [Fact]
    public void A_place_that_never_got_through_can_not_prove_it()
    {
        var lab = labs.On("Nft");
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        Shell.Run($"ip netns exec {lab.Client} iptables-nft -A OUTPUT -p tcp --dport 2222 -j DROP");
        try
        {
            Assert.Equal("False Probe ClosingNotProvable False False", lab.Run(Close + Summary).Text);
            Assert.Equal(3, lab.Input("IPv4").Count);
        }
        finally
        {
            Shell.Run($"ip netns exec {lab.Client} iptables-nft -F OUTPUT");
        }
    }

    [Fact]
    public void A_service_that_others_still_reach_gets_its_rule_back_where_it_was()
    {
        // What the client asks for is asked of another port, which answers in its stead: the rules can't know.
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT").By("IPv4", "-A INPUT -p tcp -m tcp --dport 2225 -j ACCEPT");
        lab.Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4 -Position 4").Quietly();
        using var elsewhere = new NamespaceListener(lab.Server, "0.0.0.0", 2225);
        Shell.Run($"ip netns exec {lab.Client} iptables-nft -t nat -A OUTPUT -p tcp --dport 2222 -j DNAT --to-destination :2225");
        try
        {
            var result = lab.Run(Close.Replace("2222", "22, 2222", StringComparison.Ordinal) + " -AddressFamily IPv4 -Save:$false" + Summary);
            Assert.Equal("True   True False\nFalse Probe StillReached False True", result.Text);
            // The rule ahead of it stays away.
            Assert.Equal(["-p tcp -m tcp --dport 2222 -j ACCEPT", "-p tcp -m tcp --dport 2225 -j ACCEPT"], lab.Input("IPv4").Skip(2));
        }
        finally
        {
            Shell.Run($"ip netns exec {lab.Client} iptables-nft -t nat -F OUTPUT");
        }
    }

    [Fact]
    public void A_rule_goes_back_behind_the_bans_that_came_meanwhile()
    {
        var lab = labs.On("Nft");
        lab.Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        // Somebody lets the client in and bans another as soon as the rule has gone.
        using var other = System.Diagnostics.Process.Start("/bin/sh",
            ["-c", $"n=0; while {lab.In} iptables-nft -S INPUT | grep -q 2222 && [ $((n+=1)) -lt 500 ]; do sleep 0.01; done; {lab.In} iptables-nft -I INPUT -s 203.0.113.1 -j DROP; {lab.In} iptables-nft -A INPUT -s 198.51.100.2 -j ACCEPT"]);
        var result = lab.Run("Close-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -AddressFamily IPv4 -TimeoutSeconds 10 -Save:$false" + Summary);
        other.WaitForExit();
        Assert.StartsWith("False ", result.Text, StringComparison.Ordinal);
        Assert.EndsWith("False True", result.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["-s 203.0.113.1/32 -j DROP", "-p tcp -m tcp --dport 2222 -j ACCEPT", "-s 198.51.100.2/32 -j ACCEPT"],
            lab.Input("IPv4").Where(r => !r.Contains("ctstate", StringComparison.Ordinal) && r != "-i lo -j ACCEPT"));
    }

    [Theory]
    [InlineData("IPv4")]
    [InlineData("IPv6")]
    public void A_rule_of_one_family_is_closed_and_probed_for_that_family(string family)
    {
        var lab = labs.On("Nft");
        lab.Run($"Add-IptablesPortRule 2222 @on -AddressFamily {family}").Quietly();
        Assert.Equal($"True {family} 1", lab.Run(Close + " -Save:$false | ForEach-Object { \"$($_.Succeeded) $($_.AddressFamily) $($_.Probe.Count)\" }").Quietly().Text);
    }

    [Fact]
    public void A_rule_with_a_comment_is_found_without_it()
    {
        var lab = labs.On("Nft");
        lab.Run("Add-IptablesPortRule 2222 @on -Comment 'shop front'").Quietly();
        Assert.Equal("True   True False", lab.Run(Close + " -Save:$false" + Summary).Quietly().Text);
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    [Fact]
    public void Two_rules_that_differ_in_their_comment_are_a_question()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp -m tcp --dport 2222 -m comment --comment a -j ACCEPT").By("IPv4", "-A INPUT -p tcp -m tcp --dport 2222 -m comment --comment b -j ACCEPT");
        Assert.Equal("False RuleTest RuleAmbiguous False False", lab.Run(Close + " -AddressFamily IPv4" + Summary).Text);
    }

    [Fact]
    public void A_rule_that_is_not_there_is_an_error()
    {
        var lab = labs.On("Nft");
        var result = lab.Run(Close + Summary);
        Assert.Equal("False RuleTest RuleNotFound False False", result.Text);
        result.FailsWith("RuleNotFound", ErrorCategory.ObjectNotFound);
    }

    [Theory]
    [InlineData(Close)]
    [InlineData("Remove-IptablesRule 2222 @on")]
    public void A_rule_that_the_other_iptables_has_is_told(string command)
    {
        var lab = labs.On("Legacy");
        lab.Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        var result = lab.Run(command.Replace("@on", "@on -Backend Nft", StringComparison.Ordinal).Replace("@on", "-NetworkNamespace $lab.Server", StringComparison.Ordinal));
        var error = result.FailsWith("RuleInOtherBackend", ErrorCategory.ObjectNotFound);
        Assert.Contains("INPUT:3", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-Backend Legacy", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(3, lab.Input("IPv4").Count);
    }

    [Fact]
    public void WhatIf_shows_the_plan_and_sends_nothing()
    {
        var lab = labs.On("Nft");
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        var before = lab.Everything;
        var result = lab.Run(Close + " -WhatIf").Quietly();
        Assert.Empty(result.Output);
        Assert.Contains("--delete INPUT -p tcp -m tcp --dport 2222 -j ACCEPT", result.HostText, StringComparison.Ordinal);
        Assert.Equal(before, lab.Everything);
    }
}
