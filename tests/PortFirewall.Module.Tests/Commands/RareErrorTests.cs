using System.Management.Automation;

namespace PortFirewall;

/// <summary>Errors of states that few firewalls are in.</summary>
public sealed class RareErrorTests(Labs labs) : IClassFixture<Labs>
{
    private const string Open = "Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -Save:$false -TimeoutSeconds 5";

    [Fact]
    public void A_proof_is_of_no_use_once_something_is_ahead_of_the_rule()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Run("$proof = Add-IptablesPortRule 2222 @on -AddressFamily IPv4 | Confirm-IptablesRuleHit -While { Confirm-PortReachable $lab.ServerAddress 2222 -From \"netns:$($lab.Client)\" }").Quietly();
        lab.By("IPv4", "-I INPUT 1 -p tcp -m tcp --dport 2222 -j DROP");
        lab.Run($"$proof | Save-IptablesRuleset -Path {folder.Path}/rules").FailsWith("ProofOutdated", ErrorCategory.InvalidOperation);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_port_that_another_rule_opens_for_the_prober_is_not_proved()
    {
        var lab = labs.On("Nft");
        lab.By("IPv4", $"-A INPUT -s {lab.Run("$lab.ClientAddress").Text} -p tcp -m tcp --dport 2222 -j ACCEPT");
        var before = lab.Input("IPv4");
        lab.Run($"$opening = {Open} -AddressFamily IPv4 -Source 203.0.113.0/24").FailsWith("PortNotProved", ErrorCategory.InvalidResult);
        Assert.Equal("False Proof PortNotProved True", lab.Run("\"$($opening.Succeeded) $($opening.FailedStep) $($opening.ErrorId) $($opening.Undone)\"").Text);
        Assert.Equal(before, lab.Input("IPv4"));
    }

    [Fact]
    public void A_host_without_an_address_of_the_family_can_not_be_probed_over_it()
    {
        var lab = labs.On("Nft");
        using var server = new BareServer("Nft", []);
        using var listener = new NamespaceListener(server.Name, "::", 2222);
        lab.Run($"$on.NetworkNamespace = '{server.Name}'");
        lab.Run($"{Open} -AddressFamily IPv6").FailsWith("ProbeAddressUnknown", ErrorCategory.InvalidOperation);
    }

    // A twin would have it awake.
    [Fact]
    public void A_table_that_is_asleep_is_not_rehearsed()
    {
        var lab = labs.On("Nft");
        Shell.Run($"{lab.In} nft 'add table ip filter {{ flags dormant; }}'");
        try
        {
            lab.Run("Test-PortPath 22 @on -AddressFamily IPv4 -Rehearse").FailsWith("TableNotCopied", ErrorCategory.InvalidOperation, "filter");
        }
        finally
        {
            Shell.Run($"{lab.In} nft 'add table ip filter {{ }}'");
        }
    }

    [Fact]
    public void A_timer_that_was_killed_while_it_took_a_change_back_has_not_settled_it()
    {
        var lab = labs.On("Nft");
        var id = lab.Run("$null = Add-IptablesPortRule 2222 @on -AddressFamily IPv4 -RollbackAfter 300 -WarningAction Ignore; (Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace).Id").Quietly().Text;
        // As the timer begins, by a process that is gone.
        Shell.Run($"cd /run/portfirewall/rollbacks/{id} && mv pending running && echo 4194305 1 > worker");
        lab.Run($"Confirm-IptablesChange {id}").FailsWith("RollbackNotSettled", ErrorCategory.ResourceBusy);
        Assert.Equal("RolledBack", lab.Run($"(Undo-IptablesChange {id}).State").Quietly().Text);
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    // Where iptables may print it otherwise than it was written, it has to be printed somewhere first.
    [Fact]
    public void Rules_that_can_not_be_loaded_elsewhere_are_not_restored_under_a_timer()
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        lab.Run("\"*filter`n:INPUT DROP [0:0]`n-A INPUT -p tcp -m nosuch --dport 22 -j ACCEPT`nCOMMIT\" | Import-IptablesRuleset -AddressFamily IPv4 | Restore-IptablesRuleset @on -RollbackAfter 60 -Confirm:$false")
            .FailsWith("RestoreNotTimed", ErrorCategory.InvalidOperation);
        Assert.Equal(before, lab.Everything);
    }

    /// <summary>Somebody may leave the tool broken between the two changes: the rule that watches stays, and that is said.</summary>
    [Fact]
    public void A_rule_that_can_not_be_taken_out_again_is_told_of()
    {
        using var tree = new DistributionTree();
        const string Broken = "#!/bin/sh\\ncase \"$*\" in *--delete*) echo no >&2; exit 4;; esac\\nexec xtables-nft-multi iptables \"$@\"\\n";
        var told = ChildEngine.Tell(
            $$"""
            sh -c 'iptables -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT'
            sh -c 'for d in usr; do mount -t overlay overlay -o lowerdir=/$d,upperdir=$(mktemp -d -p /run),workdir=$(mktemp -d -p /run) /$d; done; rm -f /usr/sbin/iptables'
            [System.IO.File]::WriteAllText('/usr/sbin/iptables', '{{Broken}}'.Replace('\n', "`n"))
            sh -c 'chmod +x /usr/sbin/iptables'
            Tell { $null = Get-IptablesRule INPUT -AddressFamily IPv4 | Confirm-IptablesRuleHit -While { } }
            Tell { @(Get-IptablesRule INPUT -AddressFamily IPv4 -Comment 'PortFirewall *').Count }
            """,
            DistributionTree.OwnNetwork, tree.Setup);
        Assert.Equal("! TemporaryRuleLeft InvalidResult \n1", told);
    }
}
