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
        lab.By("-F INPUT").By("-F shop").By("-X shop").By("-P INPUT ACCEPT").By("-N other").By("-A INPUT -p tcp --dport 80 -j other");
        var other = lab.Everything;
        lab.Run("$null = Restore-IptablesRuleset $folder @on -Confirm:$false -RollbackAfter 60 -WarningAction SilentlyContinue").Quietly();
        Assert.Equal(before, lab.Everything);
        lab.By("-A INPUT -p tcp --dport 443 -j ACCEPT");
        lab.Run("$null = Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace").Quietly();
        lab.By("-D INPUT -p tcp --dport 443 -j ACCEPT");
        Assert.Equal(other, lab.Everything);
    }

    [Fact]
    public void Saving_confirms()
    {
        var lab = labs.On("Nft");
        using var folder = new ScratchFolder();
        lab.Engine.Set("folder", folder.Path);
        lab.Run("$null = Add-IptablesPortRule 2222 @on -RollbackAfter 60 -WarningAction SilentlyContinue; $id = (Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace).Id; $null = Save-IptablesRuleset -Force -Path $folder @on").Quietly();
        Assert.Equal("Confirmed", lab.Run("(Get-IptablesRollback $id).State").Quietly().Text);
        Assert.Contains("--dport 2222", string.Concat(Directory.GetFiles(folder.Path).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Rules(TestLab lab) => [.. TestLab.Families.SelectMany(lab.Input)];
}
