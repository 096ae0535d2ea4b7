using System.Management.Automation;

namespace PortFirewall;

/// <summary>Step 7 of the guide: did this rule's own counter rise?</summary>
public sealed class ConfirmIptablesRuleHitTests(Labs labs) : IClassFixture<Labs>
{
    private const string Probe = "Confirm-PortReachable $lab.ServerAddress 2222 -From \"netns:$($lab.Client)\" -TimeoutSeconds 0.9";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void One_connection_is_one_packet_however_many_went_before(string backend)
    {
        var lab = labs.On(backend);
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        lab.Run($"1..3 | ForEach-Object {{ {Probe} }}").Quietly();
        Assert.Equal("True 3 4 60", lab.Run($"Confirm-IptablesRuleHit $rule {{ {Probe} }} | ForEach-Object {{ \"$($_.Confirmed) $($_.PacketsBefore) $($_.PacketsAfter) $($_.ByteDelta)\" }}").Quietly().Text);
    }

    [Fact]
    public void Rules_of_both_families_are_proved_by_one_block()
    {
        var lab = labs.On("Nft");
        Assert.Equal(
            "IPv4 True 1\nIPv6 True 1",
            lab.Run("Add-IptablesPortRule 2222 @on | Confirm-IptablesRuleHit -While { Confirm-PortReachable server.example.net 2222 -From \"netns:$($lab.Client)\" } | ForEach-Object { \"$($_.AddressFamily) $($_.Confirmed) $($_.PacketDelta)\" }").Quietly().Text);
    }

    [Fact]
    public void A_rule_behind_a_block_is_not_proved_and_the_block_is_named()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -j DROP").By("IPv4", "-A INPUT -p tcp --dport 2222 -j ACCEPT");
        var result = lab.Run($"Get-IptablesRule INPUT -Port 2222 @on -AddressFamily IPv4 | Confirm-IptablesRuleHit -While {{ {Probe} }} | ForEach-Object {{ \"$($_.Confirmed) $($_.PacketDelta) $($_.Finding)\" }}").Quietly();
        Assert.StartsWith("False 0 ", result.Text, StringComparison.Ordinal);
        Assert.Contains("INPUT:3", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loopback_test_proves_nothing()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4 | Confirm-IptablesRuleHit -While { Confirm-PortReachable 127.0.0.1 2222 -From \"netns:$($lab.Server)\" } | ForEach-Object { \"$($_.Confirmed) $($_.Finding)\" }").Quietly();
        Assert.StartsWith("False Not proved: the probe never left its host", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_is_not_there_is_told_from_a_port_that_is_shut()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("Add-IptablesPortRule 2223 @on -AddressFamily IPv4 | Confirm-IptablesRuleHit -While { Confirm-PortReachable $lab.ServerAddress 2223 -From \"netns:$($lab.Client)\" } | ForEach-Object { \"$($_.Confirmed) $($_.PacketDelta) $($_.Finding)\" }").Quietly();
        Assert.StartsWith("False 1 ", result.Text, StringComparison.Ordinal);
        Assert.Contains("Look at the service", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_read_before_can_be_proved_after_somebody_connected_otherwise()
    {
        var lab = labs.On("Legacy");
        lab.Run("$before = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        lab.Run($"$probes = {Probe}").Quietly();
        Assert.Equal("True 1", lab.Run("Confirm-IptablesRuleHit -Before $before -Probe $probes | ForEach-Object { \"$($_.Confirmed) $($_.PacketDelta)\" }").Quietly().Text);
    }

    [Theory]
    [InlineData("Confirm-IptablesRuleHit -Rule $before -While { $left }")]
    [InlineData("Confirm-IptablesRuleHit -Before $before -Probe $left")]
    public void A_probe_that_came_from_another_host_by_remoting_counts(string command)
    {
        var lab = labs.On("Nft");
        lab.Run("$before = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        var script = command.Contains("While", StringComparison.Ordinal)
            ? command.Replace("$left", Remoted, StringComparison.Ordinal)
            : $"$left = {Remoted}; {command}";
        Assert.Equal("True 1 Open", lab.Run($"{script} | ForEach-Object {{ \"$($_.Confirmed) $($_.PacketDelta) $($_.Probe.Outcome)\" }}").Quietly().Text);
    }

    [Fact]
    public void What_is_left_of_a_rule_after_remoting_is_proved_too()
    {
        var lab = labs.On("Nft");
        Assert.Equal(
            "True 1",
            lab.Run($$"""
                Add-IptablesPortRule 2222 @on -AddressFamily IPv4 |
                    ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } |
                    Confirm-IptablesRuleHit -While { {{Probe}} } | ForEach-Object { "$($_.Confirmed) $($_.PacketDelta)" }
                """).Quietly().Text);
    }

    [Fact]
    public void With_no_rule_to_prove_nobody_connects()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("$runs = 0; $rule = Add-IptablesPortRule 2222 @on; $rule | Remove-IptablesRule; $null = $rule | Confirm-IptablesRuleHit -While { $script:runs++ }; $runs");
        Assert.Equal("RuleNotFound RuleNotFound", result.ErrorIds);
        Assert.Equal("0", result.Text);
        Assert.Equal("0", lab.Run("$rule = Add-IptablesPortRule 2222 @on; $rule | Confirm-IptablesRuleHit -CounterOnly -While { $script:runs++ } -WhatIf; $runs").Quietly().Text);
    }

    [Fact]
    public void A_rule_that_is_gone_is_an_error()
    {
        var lab = labs.On("Nft");
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4; $rule | Remove-IptablesRule").Quietly();
        lab.Run($"Confirm-IptablesRuleHit $rule {{ {Probe} }}").FailsWith("RuleNotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void An_error_of_the_block_is_seen()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("Add-IptablesPortRule 2222 @on -AddressFamily IPv4 | Confirm-IptablesRuleHit -While { Confirm-PortReachable $lab.ServerAddress 70000 } | ForEach-Object Confirmed");
        Assert.Equal("False", result.Text);
        result.FailsWith("PortOutOfRange", ErrorCategory.InvalidArgument, "70000");
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void The_probes_own_packet_is_seen_at_the_rule(string backend)
    {
        var lab = labs.On(backend);
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        var result = lab.Run($"Confirm-IptablesRuleHit $rule {{ {Probe} }} | ForEach-Object {{ \"$($_.OwnPackets) $($_.Basis) $($_.Finding)\" }}").Quietly();
        Assert.Matches("^1 OwnPackets Proved: a connection from netns:.* arrived, and INPUT:3 counted its own packet, from 198.51.100.2 port [0-9]+\\.$", result.Text);
    }

    [Fact]
    public void Who_wants_no_rule_added_even_for_a_moment_goes_by_the_counter()
    {
        var lab = labs.On("Nft");
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        Assert.Equal(
            "True Counter  1",
            lab.Run($"Confirm-IptablesRuleHit $rule -CounterOnly -While {{ $global:during = @(Get-IptablesRule @on).Count; {Probe} }} | ForEach-Object {{ \"$($_.Confirmed) $($_.Basis) $($_.OwnPackets) $($_.PacketDelta)\" }}").Quietly().Text);
        Assert.Equal(lab.Run("@(Get-IptablesRule @on).Count").Text, lab.Run("$during").Text);
    }

    [Fact]
    public void What_if_shows_the_rule_that_would_watch_and_runs_nothing()
    {
        var lab = labs.On("Nft");
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        var before = lab.Everything;
        var result = lab.Run("Confirm-IptablesRuleHit $rule -WhatIf -While { $global:ran = $true }").Quietly();
        Assert.Empty(result.Output);
        Assert.Matches($"^ip netns exec {lab.Server} iptables --wait 5 --insert INPUT 3 -m comment --comment 'PortFirewall witness [0-9/]+' -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN --dport 2222 -j NFLOG ", result.CommandLine);
        Assert.Equal(before, lab.Everything);
        Assert.Equal("", lab.Run("$ran").Text);
    }

    [Fact]
    public void What_watches_a_rule_is_neither_saved_nor_exported()
    {
        var lab = labs.On("Nft");
        using var folder = new ScratchFolder();
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        lab.Run($"$null = Confirm-IptablesRuleHit $rule -While {{ Save-IptablesRuleset -Force -Path {folder.Path}/saved -AddressFamily IPv4 @on }}").FailsWith("TemporaryRuleInForce", ErrorCategory.ResourceBusy);
        Assert.False(File.Exists($"{folder.Path}/saved"));
        lab.Run($"$null = Confirm-IptablesRuleHit $rule -While {{ Export-IptablesRuleset {folder.Path}/exported -AddressFamily IPv4 @on; $global:seen = (Get-IptablesRule INPUT @on -AddressFamily IPv4).Comment }}").Quietly();
        Assert.Contains("PortFirewall witness", lab.Run("$seen").Text, StringComparison.Ordinal);
        var exported = File.ReadAllText($"{folder.Path}/exported");
        Assert.Contains("--dport 2222", exported, StringComparison.Ordinal);
        Assert.DoesNotContain("PortFirewall witness", exported, StringComparison.Ordinal);
    }

    [Fact]
    public void One_rule_that_is_gone_does_not_keep_the_others_from_proof()
    {
        var lab = labs.On("Nft");
        lab.Run("$gone = Add-IptablesPortRule 2229 @on -AddressFamily IPv4; $gone | Remove-IptablesRule; $rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        var result = lab.Run($"$gone, $rule | Confirm-IptablesRuleHit -While {{ {Probe} }} | ForEach-Object {{ \"$($_.Confirmed) $($_.OwnPackets)\" }}");
        Assert.Equal("True 1", result.Text);
        result.FailsWith("RuleNotFound", ErrorCategory.ObjectNotFound);
    }

    private static string Remoted => $"[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(({Probe})))";
}
