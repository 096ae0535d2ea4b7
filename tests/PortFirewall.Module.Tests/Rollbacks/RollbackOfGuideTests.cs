namespace PortFirewall;

/// <summary>The whole guide, a whole rule set and saving under a timer.</summary>
public sealed class RollbackOfGuideTests(Labs labs) : IClassFixture<Labs>
{
    private const string Open = "Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -RollbackAfter 60 -Save:$false -WarningVariable told -WarningAction SilentlyContinue";

    [Fact]
    public void A_port_that_was_opened_is_closed_again_unless_somebody_confirms()
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        Assert.Equal("True Pending Open-IptablesPort 1", lab.Run($"$opening = {Open}; \"$($opening.Succeeded) $($opening.Rollback.State) $($opening.Rollback.Command) $($told.Count)\"").Quietly().Text);
        Assert.Equal("RolledBack", lab.Run("($opening.Rollback | Undo-IptablesChange).State").Quietly().Text);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void What_failed_and_was_taken_back_leaves_no_timer()
    {
        var lab = labs.On("Nft");
        Shell.Run($"ip netns exec {lab.Client} iptables-nft -A OUTPUT -p tcp --dport 2222 -j DROP");
        try
        {
            Assert.Equal("Probe True", lab.Run($"{Open} -TimeoutSeconds 0.2 -ErrorAction SilentlyContinue -AddressFamily IPv4 | ForEach-Object {{ \"$($_.FailedStep) $($_.Undone)\" }}").Text);
            Assert.Empty(lab.Run("Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace").Quietly().Output);
        }
        finally
        {
            Shell.Run($"ip netns exec {lab.Client} iptables-nft -F OUTPUT");
        }
    }

    [Fact]
    public void Where_the_time_was_up_during_the_proof_the_timer_is_named_and_not_what_came_of_it()
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        Shell.Run($"ip netns exec {lab.Client} iptables-nft -A OUTPUT -p tcp --dport 2222 -j DROP");
        try
        {
            var result = lab.Run("Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -RollbackAfter 1 -TimeoutSeconds 3 -AddressFamily IPv4 -Save:$false | ForEach-Object { \"$($_.FailedStep) $($_.ErrorId) $($_.Undone) $($_.Changed) $($_.Rollback.State) $($_.Finding)\" }");
            Assert.Matches("^Rule ChangeRolledBack True False RolledBack The change [a-f0-9]{8} was taken back at [0-9:]{8} before it was confirmed: .* its time was up", result.Text);
            Assert.Equal("ChangeRolledBack", result.ErrorIds);
            Assert.Equal(before, Rules(lab));
        }
        finally
        {
            Shell.Run($"ip netns exec {lab.Client} iptables-nft -F OUTPUT");
        }
    }

    [Fact]
    public void That_a_timer_runs_is_told_before_the_question_about_saving()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("$opening = Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -RollbackAfter 60; $opening.Finding").Quietly();
        Assert.Collection(
            result.Warnings,
            w => Assert.StartsWith("This change is taken back ", w, StringComparison.Ordinal),
            w => Assert.Contains("nobody is there to be asked", w, StringComparison.Ordinal));
        Assert.Matches(@"Not saved: it is taken back at [0-9:]{8} unless it is confirmed\.$", result.Text);
        lab.Run("$null = $opening.Rollback | Undo-IptablesChange").Quietly();
    }

    [Fact]
    public void A_port_that_was_closed_is_open_again()
    {
        var lab = labs.On("Legacy");
        lab.Run("$null = Add-IptablesPortRule 2222 @on").Quietly();
        var before = Rules(lab);
        lab.Run("$closing = Close-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -TimeoutSeconds 0.2 -RollbackAfter 60 -Save:$false -WarningAction SilentlyContinue").Quietly();
        Assert.NotEqual(before, Rules(lab));
        lab.Run("$null = Undo-IptablesChange $closing.Rollback.Id").Quietly();
        Assert.Equal(before, Rules(lab));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_whole_rule_set_goes_back_with_its_chains_and_policies_and_others_rules_stay(string backend)
    {
        var lab = labs.On(backend).By("-N shop").By("-A shop -s 192.0.2.1 -j DROP".Replace("192.0.2.1", "0/0", StringComparison.Ordinal)).By("-A INPUT -p tcp --dport 25 -j shop");
        using var folder = new ScratchFolder();
        lab.Engine.Set("folder", folder.Path);
        var before = lab.Everything;
        lab.Run("$null = Checkpoint-IptablesRuleset $folder @on").Quietly();
        // Neighbours look for each other at any moment: that is not to be counted by the policy.
        lab.By("-F INPUT").By("IPv6", "-A INPUT -p ipv6-icmp -j ACCEPT").By("-F shop").By("-X shop").By("-P INPUT ACCEPT").By("-N other").By("-A INPUT -p tcp --dport 80 -j other");
        var other = lab.Everything;
        lab.Run("$null = Restore-IptablesRuleset $folder @on -Confirm:$false -RollbackAfter 60 -WarningAction SilentlyContinue").Quietly();
        Assert.Equal(before, lab.Everything);
        lab.By("-A INPUT -p tcp --dport 443 -j ACCEPT");
        lab.Run("$null = Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace").Quietly();
        lab.By("-D INPUT -p tcp --dport 443 -j ACCEPT");
        Assert.Equal(other, lab.Everything);
    }

    [Fact]
    public void Saving_what_boot_loads_confirms_and_says_so()
    {
        var lab = labs.On(DefaultBackend);
        var id = AddUnderTimer(lab);
        Assert.EndsWith($" && Confirm-IptablesChange {id}", lab.Run("Save-IptablesRuleset -Force @on -WhatIf").Quietly().CommandLine, StringComparison.Ordinal);
        var saved = lab.Run("Save-IptablesRuleset -Force @on | ForEach-Object { \"$($_.AddressFamily) $($_.Confirmed)\" }").Quietly();
        Assert.Equal($"IPv4 {id}\nIPv6 {id}", saved.Text);
        Assert.Contains($"Saving confirmed the change {id} of Add-IptablesPortRule: it is not taken back any more.", saved.Warnings);
        Assert.Equal("Confirmed", lab.Run($"(Get-IptablesRollback {id}).State").Quietly().Text);
        Assert.Contains("--dport 2222", File.ReadAllText($"/etc/netns/{lab.Server}/iptables/rules.v4"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-AddressFamily IPv4")]
    public void A_copy_that_nothing_loads_confirms_nothing_and_says_so(string families)
    {
        var lab = labs.On("Nft");
        using var folder = new ScratchFolder();
        lab.Engine.Set("folder", folder.Path);
        var id = AddUnderTimer(lab);
        var saved = lab.Run($"Save-IptablesRuleset -Force -Path $folder/copy @on {families} | ForEach-Object {{ \"$($_.Confirmed.Count)\" }}").Quietly();
        Assert.DoesNotContain("1", saved.Text, StringComparison.Ordinal);
        Assert.Contains(saved.Warnings, w => w.Contains($"holds the change {id}, which saving there did not confirm: it is taken back at ", StringComparison.Ordinal));
        Assert.Equal("RolledBack", lab.Run($"(Undo-IptablesChange {id}).State").Quietly().Text);
    }

    [Fact]
    public void Saving_one_backend_leaves_the_changes_of_the_other_under_their_timers()
    {
        var lab = labs.On(DefaultBackend == "Nft" ? "Legacy" : "Nft");
        var id = AddUnderTimer(lab);
        Assert.DoesNotContain(lab.Run("$null = Save-IptablesRuleset -Force -NetworkNamespace $on.NetworkNamespace").Quietly().Warnings, w => w.Contains(id, StringComparison.Ordinal));
        Assert.Equal("RolledBack", lab.Run($"(Undo-IptablesChange {id}).State").Quietly().Text);
    }

    [Fact]
    public void A_rule_that_is_there_already_and_that_a_timer_takes_away_is_told()
    {
        var lab = labs.On("Nft");
        var id = AddUnderTimer(lab);
        Assert.Matches($"^This rule is there already, and is taken back at [0-9:]{{8}} unless that change is confirmed: Confirm-IptablesChange {id}$", Assert.Single(lab.Run("$null = Add-IptablesPortRule 2222 @on").Quietly().Warnings));
        Assert.Empty(lab.Run($"$null = Confirm-IptablesChange {id}; $null = Add-IptablesPortRule 2222 @on").Quietly().Warnings);
    }

    private static string DefaultBackend => Shell.Run("iptables --version").Contains("nf_tables", StringComparison.Ordinal) ? "Nft" : "Legacy";

    private static string AddUnderTimer(TestLab lab) => lab.Run("$null = Add-IptablesPortRule 2222 @on -RollbackAfter 60").Quietly().Warnings[0].Split(' ')[^1];

    private static IReadOnlyList<string> Rules(TestLab lab) => [.. TestLab.Families.SelectMany(lab.Input)];
}
