using System.Management.Automation;

namespace PortFirewall;

/// <summary>What changes something asks first, what changes nothing does not, and no switch goes round it (RD04, RD05).</summary>
public sealed class ChangingTests(Labs labs) : IClassFixture<Labs>
{
    /// <summary>The cmdlets that change the firewall, a timer, a file or a lab, with how grave that is.</summary>
    private static readonly Dictionary<string, ConfirmImpact> Changing = new(StringComparer.Ordinal)
    {
        ["Add-IptablesPortRule"] = ConfirmImpact.Medium,
        ["Checkpoint-IptablesRuleset"] = ConfirmImpact.Medium,
        ["Close-IptablesPort"] = ConfirmImpact.Medium,
        ["Confirm-IptablesChange"] = ConfirmImpact.Medium,
        // For a moment only, and still a change of the rules.
        ["Confirm-IptablesRuleHit"] = ConfirmImpact.Medium,
        ["Export-IptablesRuleset"] = ConfirmImpact.Medium,
        ["Export-PortPath"] = ConfirmImpact.Medium,
        ["Move-IptablesRule"] = ConfirmImpact.Medium,
        ["New-FirewallLab"] = ConfirmImpact.Medium,
        ["Open-IptablesPort"] = ConfirmImpact.Medium,
        ["Remove-FirewallLab"] = ConfirmImpact.Medium,
        ["Remove-IptablesRule"] = ConfirmImpact.Medium,
        // The whole firewall at once.
        ["Restore-IptablesRuleset"] = ConfirmImpact.High,
        ["Save-IptablesRuleset"] = ConfirmImpact.Medium,
        // For a moment only, as above.
        ["Trace-PortPath"] = ConfirmImpact.Medium,
        ["Undo-IptablesChange"] = ConfirmImpact.Medium,
    };

    private static readonly string[] Commands =
    [
        "Add-IptablesPortRule 22 @on",
        "Add-IptablesPortRule 22 @on -Force",
        "Add-IptablesPortRule 22 @on -Position 1 -Force -RollbackAfter 60",
        "Checkpoint-IptablesRuleset $folder @on",
        "Close-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -Save:$false",
        "Confirm-IptablesRuleHit (Get-IptablesRule INPUT @on)[0] { throw 'The block ran.' }",
        "Export-IptablesRuleset $folder @on",
        "Test-PortPath 22 @on | Export-PortPath $folder/path.svg",
        "(Get-IptablesRule INPUT @on -AddressFamily IPv4)[0] | Move-IptablesRule -Position 2",
        "(Get-IptablesRule INPUT @on -AddressFamily IPv4)[0] | Move-IptablesRule -Position 2 -Force",
        "New-FirewallLab pf-never",
        "Open-IptablesPort 2222 @on -Comment new -ProbeFrom \"netns:$($lab.Client)\" -Save:$false",
        "Open-IptablesPort 2222 @on -Comment new -ProbeFrom \"netns:$($lab.Client)\" -Save:$false -Force",
        "Remove-FirewallLab $lab.Name",
        "Get-IptablesRule INPUT @on | Remove-IptablesRule",
        "'*filter', '-A INPUT -s 192.0.2.1 -j DROP', 'COMMIT' | Import-IptablesRuleset | Restore-IptablesRuleset @on",
        "Save-IptablesRuleset $folder @on -Force",
        "Trace-PortPath 2222 @on -While { throw 'The block ran.' }",
    ];

    [Fact]
    public void What_changes_something_can_be_asked_about_and_nothing_else_can()
    {
        var asking = ExportedCmdlets.All.Where(c => c.Declaration().SupportsShouldProcess).ToDictionary(c => c.Name, c => c.Declaration().ConfirmImpact, StringComparer.Ordinal);
        Assert.Equal(Changing.OrderBy(c => c.Key, StringComparer.Ordinal), asking.OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Asked_what_if_it_changes_nothing_whatever_is_forced()
    {
        var lab = labs.On("Nft").By("-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT");
        using var folder = new ScratchFolder();
        lab.Engine.Set("folder", folder.Path);
        var before = lab.Everything;
        Assert.All(Commands, command =>
        {
            var result = lab.Run($"{command} -WhatIf").Quietly();
            Assert.StartsWith("What if: ", result.HostText, StringComparison.Ordinal);
            Assert.Empty(result.Output);
        });
        Assert.Equal(before, lab.Everything);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.True(File.Exists($"/run/netns/{lab.Server}"));
        Assert.False(File.Exists("/run/netns/pf-never-server"));
        Assert.Empty(lab.Run("Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace").Quietly().Output);
    }

    [Fact]
    public void Asked_what_if_a_timer_goes_on()
    {
        var lab = labs.On("Nft");
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4 -RollbackAfter 300 -WarningAction Ignore").Quietly();
        foreach (var command in new[] { "Confirm-IptablesChange", "Undo-IptablesChange" })
            Assert.StartsWith("What if: ", lab.Run($"{command} -NetworkNamespace $on.NetworkNamespace -WhatIf").Quietly().HostText, StringComparison.Ordinal);
        Assert.Single(lab.Run("Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace").Quietly().Output);
        lab.Run("$null = Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace -Confirm:$false").Quietly();
    }

    [Fact]
    public void Each_changing_cmdlet_is_asked_here()
        => Assert.All(
            Changing.Keys.Except(["Confirm-IptablesChange", "Undo-IptablesChange"]),
            name => Assert.Contains(Commands, command => command.Contains(name, StringComparison.Ordinal)));

    [Fact]
    public void Who_says_no_is_listened_to()
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        lab.Engine.Choice = 2;
        Assert.Empty(lab.Run("Add-IptablesPortRule 22 @on -Force -Confirm").Quietly().Output);
        lab.Engine.Choice = null;
        Assert.Equal(before, lab.Everything);
    }

    /// <summary>Only one question is beside <c>-Confirm</c>: whether to save what is proved. A script answers it ahead, and who is not there is not waited for.</summary>
    [Fact]
    public void What_force_goes_round_is_a_protection_and_never_a_question()
        => Assert.Equal(
            ["Add-IptablesPortRule", "Move-IptablesRule", "Open-IptablesPort", "Save-IptablesRuleset"],
            ExportedCmdlets.EveryParameter().Where(p => p.Parameter.Name == "Force").Select(p => p.Cmdlet.Name).Order(StringComparer.Ordinal));
}
