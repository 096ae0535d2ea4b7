namespace PortFirewall;

/// <summary>A user whom <c>sudo</c> lets run the tools without a password can do the whole guide.</summary>
public sealed class ThroughSudoTests(Labs labs) : IClassFixture<Labs>
{
    private const string AsNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search";

    [SudoTheory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void The_guide_works_through_sudo(string backend)
    {
        var lab = labs.On(backend);
        using var folder = new ScratchFolder();
        var output = ChildEngine.Tell(
            $$"""
            $on = @{ NetworkNamespace = '{{lab.Server}}'; Backend = '{{backend}}' }
            Tell { (Get-FirewallEnvironment).Elevation }
            Tell { Get-PortListener 2222 -NetworkNamespace {{lab.Server}} | ForEach-Object { "$($_.AddressFamily) $($_.Port)" } }
            Tell { Get-IptablesChain INPUT @on | ForEach-Object { "$($_.Policy) $($_.Rules.Count)" } }
            Tell { Test-IptablesRule -Port 2222 @on -Quiet }
            Tell { $script:rules = Add-IptablesPortRule 2222 @on; $rules.Number }
            Tell { Test-PortPath 2222 @on -Quiet }
            Tell { (Confirm-IptablesRuleHit $rules { }).Confirmed }
            Tell { $rules | Move-IptablesRule -Position 1 | ForEach-Object Number }
            Tell { $rules | Remove-IptablesRule }
            Tell { Test-IptablesRule -Port 2222 @on -Quiet }
            """,
            AsNobody,
            Sudo.ForNobody(folder));
        Assert.Equal(
            "Sudo\nIPv4 2222\nIPv6 2222\nDrop 2\nDrop 3\nFalse\n3\n4\nTrue\nFalse\nFalse\n1\n1\nFalse", output);
    }

    [SudoFact]
    public void Rules_are_restored_and_saved_through_sudo()
    {
        using var folder = new ScratchFolder();
        using var tree = new DistributionTree();
        var output = ChildEngine.Tell(
            """
            sudo -n sh -c 'rm -rf /etc/iptables/*'
            $text = '*filter', ':INPUT DROP [0:0]', '-A INPUT -i lo -j ACCEPT', '-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT', 'COMMIT'
            $rules = 'IPv4', 'IPv6' | ForEach-Object { $text | Import-IptablesRuleset -AddressFamily $_ }
            Tell { $rules | Restore-IptablesRuleset -Confirm:$false | ForEach-Object { "$($_.AddressFamily) $($_.Rules.Count)" } }
            Tell { Get-IptablesChain INPUT | ForEach-Object { "$($_.Policy) $($_.Rules.Count)" } }
            Tell { Save-IptablesRuleset -Force -WarningAction SilentlyContinue | ForEach-Object { "$($_.Path) verified $($_.Verified) tested $($_.LoadTested)" } }
            Tell { sudo -n stat -c '%n %U %a' /etc/iptables/rules.v4 /etc/iptables/rules.v6 }
            Tell { sudo -n ls -A /etc/iptables }
            """,
            $"{DistributionTree.OwnNetwork} {AsNobody}",
            $"{Sudo.Installed(folder)} && {tree.Setup}; {Sudo.AllowNobody(folder)}");
        Assert.Equal(
            """
            IPv4 2
            IPv6 2
            Drop 2
            Drop 2
            /etc/iptables/rules.v4 verified True tested False
            /etc/iptables/rules.v6 verified True tested False
            /etc/iptables/rules.v4 root 600
            /etc/iptables/rules.v6 root 600
            rules.v4
            rules.v6
            """, output);
        Assert.Contains("--dport 2222 -j ACCEPT", tree.Read("/etc/iptables/rules.v6"), StringComparison.Ordinal);
    }
}
