namespace PortFirewall;

/// <summary>Whatever the caller's <c>PATH</c> says, only programs in the system's own folders run, also those that scripts of PortFirewall call.</summary>
public sealed class CallersPathTests
{
    [Fact]
    public void No_program_that_stands_first_in_the_path_ever_runs()
    {
        using var folder = new ScratchFolder();
        using var tree = new DistributionTree();
        var fake = Path.Combine(folder.Path, "fake");
        File.WriteAllText(fake, $"#!/bin/sh\necho \"${{0##*/}} $*\" >> {folder.Path}/ran\nexit 1\n");
        File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory($"{folder.Path}/bin");
        foreach (var name in new[] { "/usr/sbin", "/usr/bin", "/sbin", "/bin" }.SelectMany(Directory.EnumerateFileSystemEntries).Select(Path.GetFileName).Distinct())
            File.CreateSymbolicLink($"{folder.Path}/bin/{name}", fake);
        var output = ChildEngine.Tell(
            $$"""
            $env:PATH = '{{folder.Path}}/bin:' + $env:PATH
            $WarningPreference = 'SilentlyContinue'
            iptables --control
            /usr/bin/env -i /bin/sh -c '/usr/sbin/ip link set lo up || /sbin/ip link set lo up'
            Tell { $null = Get-FirewallEnvironment; $null = Get-PortListener; $null = Find-IptablesRuleIssue }
            Tell { (Add-IptablesPortRule 2222, 2223 -RollbackAfter 300).Count; (Undo-IptablesChange).State }
            Tell { $script:rule = Add-IptablesPortRule 2222; (Confirm-IptablesRuleHit $rule { }).Count; ($rule | Move-IptablesRule -Position 1).Count }
            Tell { $script:c = Checkpoint-IptablesRuleset {{folder.Path}}; $rule | Remove-IptablesRule; (Restore-IptablesRuleset $c -Confirm:$false).Count }
            Tell { (Save-IptablesRuleset -Force).Count }
            Tell { (Test-PortPath 2222 -Rehearse).Count }
            Tell { (Confirm-PortReachable 127.0.0.1 1).Outcome; Confirm-PortReachable 127.0.0.1 1 -From ssh://127.0.0.1:1 }
            Tell { $null = Add-IptablesPortRule 3333 -RollbackAfter 1; $left = 100; while ("$((Get-IptablesRollback).State)" -match 'Pending|Running' -and $left--) { [Threading.Thread]::Sleep(100) }; "$((Get-IptablesRollback).State)" }
            """,
            DistributionTree.OwnNetwork, tree.Setup);
        // What was to run has run all the same.
        Assert.Equal("4\nRolledBack\n2\n2\n2\n2\n2\nRefused\n! VantageUnreachable ConnectionError ssh://127.0.0.1:1\nRolledBack RolledBack", output);
        Assert.Equal("iptables --control\n", File.ReadAllText($"{folder.Path}/ran"));
    }
}
