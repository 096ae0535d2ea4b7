namespace PortFirewall;

/// <summary>What comes out is what <c>OutputType</c> declares.</summary>
public sealed class OutputTypeTests(Labs labs) : IClassFixture<Labs>
{
    public static TheoryData<string, string> Commands => new()
    {
        { "Get-PortListener", "$lab | Get-PortListener" },
        { "Get-IptablesChain", "Get-IptablesChain @on" },
        { "Get-IptablesRule", "Get-IptablesRule @on" },
        { "Get-FirewallEnvironment", "Get-FirewallEnvironment" },
        { "Import-IptablesRuleset", "'*filter', 'COMMIT' | Import-IptablesRuleset" },
        { "Compare-IptablesRuleset", "('*filter', '-A INPUT -j DROP', 'COMMIT' | Import-IptablesRuleset) | Compare-IptablesRuleset -ReferenceObject ('*filter', 'COMMIT' | Import-IptablesRuleset)" },
        { "Export-IptablesRuleset", "Export-IptablesRuleset $folder @on" },
        { "Test-IptablesRule", "Test-IptablesRule 22 @on" },
        { "Test-IptablesRule", "Test-IptablesRule 22 @on -Quiet" },
        { "Find-IptablesInsertPosition", "Find-IptablesInsertPosition 22 @on" },
        { "Test-PortPath", "Test-PortPath 22 @on" },
        { "Test-PortPath", "Test-PortPath 22 @on -Quiet" },
        { "Show-PortPath", "Show-PortPath 22 @on" },
        { "Export-PortPath", "Test-PortPath 22 @on | Export-PortPath $folder/a.svg" },
        { "Trace-IptablesPacket", "Trace-IptablesPacket 22 @on" },
        { "Trace-PortPath", "Trace-PortPath 2222 @on -While { Confirm-PortReachable $lab.ServerAddress 2222 -From \"netns:$($lab.Client)\" -TimeoutSeconds 0.1 }" },
        { "Find-IptablesRuleIssue", "& { ip netns exec $on.NetworkNamespace iptables-nft -A INPUT -s 192.0.2.1 -j DROP }; Find-IptablesRuleIssue @on" },
        { "Add-IptablesPortRule", "Add-IptablesPortRule 22 @on" },
        { "Remove-IptablesRule", "Get-IptablesRule INPUT @on | Remove-IptablesRule -PassThru" },
        { "Move-IptablesRule", "Get-IptablesRule INPUT @on | Move-IptablesRule -Position 1" },
        { "Checkpoint-IptablesRuleset", "Checkpoint-IptablesRuleset $folder @on" },
        { "Restore-IptablesRuleset", "Checkpoint-IptablesRuleset $folder @on | Restore-IptablesRuleset -Confirm:$false" },
        { "Get-IptablesRollback", "$null = Add-IptablesPortRule 22 @on -RollbackAfter 5; Get-IptablesRollback -State Pending" },
        { "Confirm-IptablesChange", "$null = Add-IptablesPortRule 22 @on -RollbackAfter 60; Confirm-IptablesChange -NetworkNamespace $on.NetworkNamespace" },
        { "Undo-IptablesChange", "$null = Add-IptablesPortRule 22 @on -RollbackAfter 60; Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace" },
        { "Confirm-PortReachable", "Confirm-PortReachable 127.0.0.1 1" },
        { "Confirm-PortReachable", "Confirm-PortReachable 127.0.0.1 1 -Quiet" },
        { "Confirm-IptablesRuleHit", "Get-IptablesRule INPUT @on | Confirm-IptablesRuleHit -While { }" },
        { "Save-IptablesRuleset", "Save-IptablesRuleset -Force -Path $folder @on" },
        { "Open-IptablesPort", "Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -Save:$false" },
        { "Close-IptablesPort", "$null = Add-IptablesPortRule 2222 @on; Close-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -TimeoutSeconds 0.2 -Save:$false" },
        { "New-FirewallLab", "New-FirewallLab \"$($lab.Name)-x\"; Remove-FirewallLab \"$($lab.Name)-x\"" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void It_is_declared(string cmdlet, string command)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Engine.Set("folder", folder.Path);
        var declared = lab.Run($"(Get-Command {cmdlet}).OutputType.Name").Quietly().Text.Split('\n');
        var output = lab.Run(command).Quietly().Output;
        Assert.NotEmpty(output);
        Assert.All(output, o => Assert.Contains(o.BaseObject.GetType().FullName, declared));
    }
}
