using System.Management.Automation;

namespace PortFirewall;

/// <summary>Bringing all rules back: exactly, in both families or none, and nothing at all where it can't be done.</summary>
public sealed class RestoreIptablesRulesetTests(Labs labs) : IClassFixture<Labs>
{
    private const string OnWire = "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($c))";

    [Theory]
    [InlineData("Nft", "Restore-IptablesRuleset $c -Confirm:$false")]
    [InlineData("Legacy", "Restore-IptablesRuleset $c -Confirm:$false")]
    [InlineData("Nft", "$c | Restore-IptablesRuleset -Confirm:$false")]
    [InlineData("Nft", OnWire + " | Restore-IptablesRuleset -Confirm:$false")]
    [InlineData("Legacy", OnWire + " | Restore-IptablesRuleset -Confirm:$false")]
    [InlineData("Nft", "$c.Rulesets | Restore-IptablesRuleset -Confirm:$false")]
    [InlineData("Nft", "Restore-IptablesRuleset -Path $folder -Confirm:$false")]
    [InlineData("Legacy", "Restore-IptablesRuleset $folder/rules.v4, $folder/rules.v6 -Confirm:$false")]
    [InlineData("Nft", "[IO.FileInfo] \"$folder/rules.v4\", [IO.FileInfo] \"$folder/rules.v6\" | Restore-IptablesRuleset -Confirm:$false")]
    public void A_checkpoint_brings_everything_back_to_where_it_came_from(string backend, string command)
    {
        using var folder = new ScratchFolder();
        var lab = LabOn(backend).By("-A INPUT -p tcp --dport 22 -c 7 420 -j ACCEPT").By("-N OWN").By("-A OWN -j RETURN").By("-t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080");
        var before = Rules(lab);
        Checkpoint(lab, folder);
        lab.By("-P INPUT ACCEPT").By("-F INPUT").By("-F OWN").By("-X OWN").By("-N OTHER").By("-t nat -Z").By("-t nat -A PREROUTING -j ACCEPT");
        var result = lab.Run($"{command} | ForEach-Object {{ \"$($_.AddressFamily) $($_.NetworkNamespace)\" }}").Quietly();
        Assert.Equal($"IPv4 {lab.Server}\nIPv6 {lab.Server}", result.Text);
        Assert.Equal(before, Rules(lab));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_table_that_was_not_there_is_emptied_and_that_is_said_before(string backend)
    {
        var lab = LabOn(backend);
        lab.Run("$rules = '*filter', ':INPUT DROP [3:180]', '[2:120] -A INPUT -s 192.0.2.9/32 -j ACCEPT', 'COMMIT' | Import-IptablesRuleset").Quietly();
        var untouched = lab.Input("IPv6");
        lab.By("IPv4", "-t mangle -N MINE").By("IPv4", "-t mangle -A MINE -j ACCEPT").By("IPv4", "-t mangle -P INPUT DROP");
        var result = lab.Run("$rules | Restore-IptablesRuleset @on -Confirm:$false").Quietly();
        Assert.Equal("The rule set for IPv4 has no table mangle: what is in it now (1 rule) goes. -Table restores certain tables only.", Assert.Single(result.Warnings));
        Assert.Equal(["-s 192.0.2.9/32 -j ACCEPT"], lab.Input("IPv4"));
        Assert.Contains("[2:120] -A INPUT -s 192.0.2.9/32 -j ACCEPT\n", lab.Saved("IPv4"), StringComparison.Ordinal);
        Assert.DoesNotContain("MINE", lab.Saved("IPv4"), StringComparison.Ordinal);
        Assert.DoesNotContain(":INPUT DROP [0:0]", lab.Saved("IPv4"), StringComparison.Ordinal);
        Assert.Equal(untouched, lab.Input("IPv6"));
    }

    [Theory]
    [InlineData("Nft", "$c")]
    [InlineData("Legacy", "$c")]
    [InlineData("Nft", "$written")]
    public void A_timer_brings_back_what_was_there_before_and_leaves_what_others_did_meanwhile(string backend, string given)
    {
        using var folder = new ScratchFolder();
        var lab = LabOn(backend);
        Checkpoint(lab, folder);
        // As a person writes it: the kernel prints it in other words.
        lab.Run("$written = '*filter', ':INPUT DROP [0:0]', '-A INPUT -p tcp --dport 22 -j ACCEPT', 'COMMIT' | Import-IptablesRuleset").Quietly();
        lab.By("-P INPUT ACCEPT").By("-F INPUT").By("-N OWN").By("-A OWN -p tcp --dport 23 -j ACCEPT").By("-A INPUT -j OWN");
        var before = Rules(lab);
        var warnings = lab.Run($"$null = Restore-IptablesRuleset {given} @on -RollbackAfter 4 -Confirm:$false").Quietly().Warnings;
        Assert.Contains(warnings, w => w.Contains("Confirm-IptablesChange", StringComparison.Ordinal));
        Assert.NotEqual(before, Rules(lab));
        lab.By("-A INPUT -p tcp --dport 2424 -j DROP");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        // The families come back one after the other.
        while (lab.Run("Get-IptablesRollback -NetworkNamespace $on.NetworkNamespace -State Pending, Running | ForEach-Object Id").Quietly().Text.Length > 0 && watch.Elapsed < TimeSpan.FromSeconds(20))
            Thread.Sleep(100);
        Assert.Equal(["-j OWN", "-p tcp -m tcp --dport 2424 -j DROP"], lab.Input("IPv4").Order(StringComparer.Ordinal));
        lab.By("-D INPUT -p tcp --dport 2424 -j DROP");
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void Counters_that_the_tool_does_not_take_are_told()
    {
        var lab = LabOn("Nft");
        lab.Run("$rules = '*filter', '[2:120] -A INPUT -s 2001:db8:9::1 -j ACCEPT', 'COMMIT' | Import-IptablesRuleset").Quietly();
        var warnings = lab.Run("$rules | Restore-IptablesRuleset @on -Confirm:$false").Quietly().Warnings;
        // ip6tables-nft 1.8.9 sets no counters of rules; another version may.
        if (lab.Saved("IPv6").Contains("[2:120] -A INPUT", StringComparison.Ordinal))
            Assert.Empty(warnings);
        else
            Assert.Equal("ip6tables-restore did not take the counters: 1 rule for IPv6 counts from zero again.", Assert.Single(warnings).Replace("-nft", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Nft", "*filter\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n")]
    [InlineData("Legacy", "*filter\n:INPUT - [0:0]\n:FORWARD - [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n")]
    [InlineData("Nft", "*filter\n:INPUT - [0:0]\n:FORWARD - [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n")]
    public void A_policy_that_the_text_does_not_give_stays_as_it_is(string backend, string text)
    {
        var lab = LabOn(backend);
        lab.Engine.Set("text", text);
        lab.Run("$null = $text | Import-IptablesRuleset | Restore-IptablesRuleset @on -Confirm:$false").Quietly();
        Assert.Equal(["-i lo -j ACCEPT"], lab.Input("IPv4"));
        Assert.Contains(":INPUT DROP ", lab.Saved("IPv4"), StringComparison.Ordinal);
        Assert.Contains(":FORWARD DROP ", lab.Saved("IPv4"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_table_can_be_restored_and_the_others_stay()
    {
        using var folder = new ScratchFolder();
        var lab = LabOn("Nft").By("-t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080");
        Checkpoint(lab, folder);
        lab.By("-F INPUT").By("-t nat -F").By("-t mangle -A PREROUTING -j ACCEPT");
        Assert.Empty(lab.Run("$null = Restore-IptablesRuleset $c -Table filter -Confirm:$false").Quietly().Warnings);
        Assert.Equal(2, lab.Input("IPv4").Count);
        Assert.DoesNotContain("REDIRECT", lab.Everything, StringComparison.Ordinal);
        Assert.Contains("-A PREROUTING -j ACCEPT", lab.Everything, StringComparison.Ordinal);
        lab.Run("Restore-IptablesRuleset $c -Table raw -Confirm:$false").FailsWith("TableNotInRuleset", ErrorCategory.ObjectNotFound, "raw");
    }

    [Theory]
    [InlineData("Nft", "-A INPUT -m set --match-set pf-gone src -j DROP", "SetNotFound")]
    [InlineData("Legacy", "-A INPUT -m set --match-set pf-gone src -j DROP", "SetNotFound")]
    [InlineData("Nft", "-A INPUT -j SET --add-set pf-gone src", "SetNotFound")]
    [InlineData("Nft", "-A INPUT -m set ! --match-set pf-four src -j DROP", "SetFamilyMismatch")]
    [InlineData("Legacy", "-A INPUT -m no-such-match --what -j DROP", "RulesetNotAccepted")]
    [InlineData("Nft", "-A INPUT -m no-such-match --what -j DROP", "RulesetNotAccepted")]
    [InlineData("Nft", "-A INPUT -s 192.0.2.1 -j DROP", "RulesetNotAccepted")]
    [InlineData("Nft", "-A INPUT -m comment --comment \"a\n-A INPUT -j ACCEPT\" -j DROP", "RuleNotRestorable")]
    public void What_can_not_be_in_force_changes_nothing_in_either_family(string backend, string rule, string error)
    {
        var lab = LabOn(backend);
        Shell.Try($"{lab.In} ipset create pf-four hash:ip");
        var before = Rules(lab);
        lab.Engine.Set("four", "*filter\n-A INPUT -j ACCEPT\nCOMMIT\n");
        lab.Engine.Set("six", $"*filter\n:INPUT DROP [0:0]\n{rule}\nCOMMIT\n");
        var result = lab.Run("($four | Import-IptablesRuleset), ($six | Import-IptablesRuleset -AddressFamily IPv6) | Restore-IptablesRuleset @on -Confirm:$false");
        Assert.Equal(error, result.ErrorIds);
        if (error == "RulesetNotAccepted")
            Assert.Contains(rule, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void How_a_missing_set_was_made_is_told()
    {
        using var folder = new ScratchFolder();
        var lab = LabOn("Nft");
        Shell.Run($"{lab.In} ipset create pf-lost hash:net family inet");
        lab.By("IPv4", "-A INPUT -m set --match-set pf-lost src -j DROP");
        Checkpoint(lab, folder);
        lab.By("IPv4", "-F INPUT");
        Shell.Run($"{lab.In} ipset destroy pf-lost");
        var error = lab.Run("Restore-IptablesRuleset $folder -Confirm:$false").FailsWith("SetNotFound", ErrorCategory.ObjectNotFound);
        Assert.StartsWith("Make the set with 'ipset create pf-lost hash:net family inet ", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_if_shows_the_commands_and_changes_nothing()
    {
        using var folder = new ScratchFolder();
        var lab = LabOn("Nft");
        Checkpoint(lab, folder);
        lab.By("-F INPUT");
        var before = Rules(lab);
        Assert.Equal(
            $"ip netns exec {lab.Server} iptables-restore --counters --wait 5 < {folder.Path}/rules.v4 && ip netns exec {lab.Server} ip6tables-restore --counters --wait 5 < {folder.Path}/rules.v6",
            lab.Run("Restore-IptablesRuleset $folder -WhatIf").Quietly().CommandLine);
        Assert.StartsWith("printf '%s' '*filter\n", lab.Run("Restore-IptablesRuleset $c -WhatIf").Quietly().CommandLine, StringComparison.Ordinal);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void It_asks_first_and_a_no_changes_nothing()
    {
        using var folder = new ScratchFolder();
        var lab = LabOn("Nft");
        Checkpoint(lab, folder);
        lab.By("-F INPUT");
        var before = Rules(lab);
        lab.Engine.Choice = 2;
        try
        {
            Assert.Contains($"all rules for IPv4 and IPv6 in network namespace '{lab.Server}'", lab.Run("Restore-IptablesRuleset $c").Quietly().HostText, StringComparison.Ordinal);
        }
        finally
        {
            lab.Engine.Choice = null;
        }
        Assert.Equal(before, Rules(lab));
    }

    [Theory]
    [InlineData("Restore-IptablesRuleset /no/such/file @on -Confirm:$false", "RulesetNotRead")]
    [InlineData("Restore-IptablesRuleset $folder/unknown @on -Confirm:$false", "FamilyNotTold")]
    [InlineData("Restore-IptablesRuleset $folder/torn.v4 @on -Confirm:$false", "UnreadableRuleset")]
    [InlineData("$rules, $rules | Restore-IptablesRuleset @on -Confirm:$false", "FamilyGivenTwice")]
    [InlineData("$rules | Restore-IptablesRuleset @on -AddressFamily IPv6 -Confirm:$false", "FamilyNotInRuleset")]
    [InlineData("$rules, 42 | Restore-IptablesRuleset @on -Confirm:$false", "InvalidCheckpoint")]
    [InlineData("$rules, '/no/such/file' | Restore-IptablesRuleset @on -Confirm:$false", "RulesetNotRead")]
    [InlineData("$rules | Restore-IptablesRuleset @on -Table nonsense -Confirm:$false", "TableNotFound")]
    [InlineData("$rules | Restore-IptablesRuleset -NetworkNamespace no-such-namespace -Confirm:$false", "NetworkNamespaceNotFound")]
    [InlineData("@() | Restore-IptablesRuleset @on -Confirm:$false", "")]
    public void What_is_not_a_rule_set_changes_nothing(string command, string error)
    {
        using var folder = new ScratchFolder();
        var lab = LabOn("Nft");
        File.WriteAllText($"{folder.Path}/unknown", "*filter\n-A INPUT -j DROP\nCOMMIT\n");
        File.WriteAllText($"{folder.Path}/torn.v4", "*filter\n-A INPUT -j DROP\n");
        lab.Engine.Set("folder", folder.Path);
        lab.Run("$rules = '*filter', '-A INPUT -j ACCEPT', 'COMMIT' | Import-IptablesRuleset").Quietly();
        var before = Rules(lab);
        Assert.Equal(error, lab.Run(command).ErrorIds);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void A_comment_of_any_bytes_comes_back_to_the_letter()
    {
        using var folder = new ScratchFolder();
        var lab = LabOn("Nft");
        Shell.Run($"{lab.In} sh -c 'iptables-nft -A INPUT -m comment --comment \"$(printf \"caf\\351 \\302\\205\\r x\")\" -j ACCEPT'");
        var before = Shell.Run($"{lab.In} iptables-nft-save -t filter | grep ^-A | od -An -tx1");
        Checkpoint(lab, folder);
        lab.By("IPv4", "-F INPUT");
        lab.Run("$null = Restore-IptablesRuleset $c -Confirm:$false").Quietly();
        Assert.Equal(before, Shell.Run($"{lab.In} iptables-nft-save -t filter | grep ^-A | od -An -tx1"));
    }

    /// <summary>A lab without what other tests have left in tables that a lab does not begin with.</summary>
    private TestLab LabOn(string backend)
        => labs.On(backend).By("-t nat -F").By("-t mangle -F").By("-t mangle -X").By("-t mangle -P INPUT ACCEPT");

    /// <summary>Keeps the rules as they are: <c>$c</c> in the engine, with its files in <c>$folder</c>.</summary>
    private static void Checkpoint(TestLab lab, ScratchFolder folder)
    {
        lab.Engine.Set("folder", folder.Path);
        lab.Run("$c = Checkpoint-IptablesRuleset $folder @on").Quietly();
    }

    /// <summary>All rules of both families with their counters; what the server's own kernel sends and gets counts in the chains only.</summary>
    private static string Rules(TestLab lab)
        => string.Join('\n', lab.Everything.Split('\n').Select(l => l.StartsWith(':') ? l.Split('[')[0] : l));
}
