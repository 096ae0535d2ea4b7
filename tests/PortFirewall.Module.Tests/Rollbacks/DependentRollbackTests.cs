using System.Management.Automation;

namespace PortFirewall;

/// <summary>Changes under timers that have to do with one another, and what can't be taken back as it was.</summary>
public sealed class DependentRollbackTests(Labs labs) : IClassFixture<Labs>, IDisposable
{
    private const string Base = "*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n";
    private const string Drop = "-s 10.1.1.1/32 -j DROP";
    private const string Ssh = "-p tcp -m tcp --dport 22 -j ACCEPT";
    private const string Last = "-s 10.2.2.2/32 -j DROP";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Rules_that_went_one_after_the_other_come_back_in_their_order(string backend)
    {
        var lab = Prepare(backend, Drop, Ssh, Last);
        var before = Rules(lab);
        var first = Timed(lab, Removal(Ssh));
        var second = Timed(lab, Removal(Drop));
        Assert.Equal($"Changes taken back when it was asked for: 1 for IPv4. With it went what came later and touched the same: {second}.", Undo(lab, first));
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void What_goes_with_a_change_is_shown_before_it_is_taken_back()
    {
        var lab = Prepare("Nft", Drop, Ssh, Last);
        var first = Timed(lab, Removal(Ssh));
        var second = Timed(lab, Removal(Drop));
        var shown = lab.Run($"Undo-IptablesChange {first} -WhatIf").Quietly().HostText;
        Assert.Contains($"\"Take the change back, and with it what came later and touched the same: {second}: IPv4 filter INPUT: removed {Drop}\" on target \"{first}:", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("and with it", lab.Run($"Undo-IptablesChange {second} -WhatIf").Quietly().HostText, StringComparison.Ordinal);
        Undo(lab, first);
    }

    [Fact]
    public void A_chain_that_a_later_change_deleted_is_there_before_a_rule_leads_to_it_again()
    {
        var lab = Prepare("Nft", "-j C", Drop);
        lab.By("IPv4", "-A C -p tcp -m tcp --dport 80 -j ACCEPT");
        var before = Rules(lab);
        var first = Timed(lab, Removal("-j C"));
        Timed(lab, Restoring($"{Base}-A INPUT {Drop}\nCOMMIT\n"));
        Assert.StartsWith("Changes taken back when it was asked for: 1 for IPv4. With it went ", Undo(lab, first), StringComparison.Ordinal);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void A_chain_that_a_later_change_leads_to_goes_with_it()
    {
        var lab = Prepare("Nft", Drop);
        var before = Rules(lab);
        var first = Timed(lab, Restoring($"{Base}:C - [0:0]\n-A INPUT {Drop}\n-A C -j ACCEPT\nCOMMIT\n"));
        Timed(lab, Restoring($"{Base}:C - [0:0]\n-A INPUT -j C\n-A INPUT {Drop}\n-A C -j ACCEPT\nCOMMIT\n"));
        Undo(lab, first);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void What_nobody_can_put_back_is_named_and_does_not_keep_the_rest_from_coming_back()
    {
        var lab = Prepare("Nft", Drop, Ssh, "-j C");
        var before = Rules(lab);
        var input = lab.Input("IPv4");
        // Three rules, and the policies of INPUT and FORWARD.
        var id = Timed(lab, Restoring($"{Base}:C - [0:0]\nCOMMIT\n".Replace("INPUT DROP", "INPUT ACCEPT", StringComparison.Ordinal)));
        lab.By("IPv4", "-X C");
        lab.Run($"Undo-IptablesChange {id}").FailsWith("RollbackFailed", ErrorCategory.InvalidResult);
        Assert.Equal(
            "Failed Changes taken back when it was asked for: 4 for IPv4. What can't be put back at present: filter INPUT -j C;",
            lab.Run($"Get-IptablesRollback {id} | ForEach-Object {{ \"$($_.State) $($_.Message)\" }}").Quietly().Text);
        Assert.Equal(input.Where(rule => !rule.EndsWith("-j C", StringComparison.Ordinal)), lab.Input("IPv4"));
        // Once it can be, it is; what is there already does not come twice.
        lab.By("IPv4", "-N C");
        Assert.Equal("Changes taken back when it was asked for: 5 for IPv4.", Undo(lab, id));
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void A_rule_that_somebody_has_put_back_to_its_place_does_not_come_twice()
    {
        var lab = Prepare("Nft", Drop, Ssh, Last);
        var before = Rules(lab);
        var id = Timed(lab, Removal(Ssh));
        lab.By("IPv4", $"-I INPUT 2 {Ssh}");
        Assert.Equal("Nothing was left to take back when it was asked for.", Undo(lab, id));
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void A_later_change_from_within_the_namespace_goes_with_an_earlier_one_from_outside()
    {
        var lab = Prepare("Nft", Ssh);
        var before = Rules(lab);
        var first = Timed(lab, "Add-IptablesPortRule 8443 @on");
        var second = ChildEngine.Tell($"Tell {{ Get-IptablesRule INPUT -AddressFamily IPv4 | Remove-IptablesRule -RollbackAfter 300 -WarningAction SilentlyContinue; (Get-IptablesRollback -State Pending -NetworkNamespace {lab.Server})[-1].Id }}", lab.In);
        Assert.EndsWith($" With it went what came later and touched the same: {second}.", Undo(lab, first), StringComparison.Ordinal);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void A_change_from_within_a_namespace_is_undone_by_its_name_when_its_timer_is_gone()
    {
        var lab = Prepare("Nft", Ssh);
        var before = Rules(lab);
        var id = ChildEngine.Tell($"Tell {{ $null = Add-IptablesPortRule 8443 -RollbackAfter 300 -WarningAction SilentlyContinue; (Get-IptablesRollback -State Pending -NetworkNamespace {lab.Server})[-1].Id }}", lab.In);
        Shell.Run($"kill -s KILL -- -{lab.Run($"(Get-IptablesRollback {id}).ProcessId").Quietly().Text}");
        Assert.Equal("TimerLost", lab.Run($"(Get-IptablesRollback {id}).State").Quietly().Text);
        Undo(lab, id);
        Assert.Equal(before, Rules(lab));
    }

    /// <summary>A lab whose server has these rules for IPv4, and a chain where one of them leads to it.</summary>
    private TestLab Prepare(string backend, params string[] rules)
    {
        var lab = labs.On(backend);
        lab.By("IPv4", "-F INPUT").By("IPv4", "-P INPUT DROP");
        foreach (var rule in rules)
        {
            if (rule == "-j C")
                lab.By("IPv4", "-N C");
            lab.By("IPv4", $"-A INPUT {rule}");
        }
        return lab;
    }

    private string Restoring(string rules)
    {
        var file = System.IO.Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.v4");
        File.WriteAllText(file, rules);
        return $"Restore-IptablesRuleset '{file}' -AddressFamily IPv4 -Table filter -Confirm:$false @on";
    }

    private static string Removal(string rule) => $"Remove-IptablesRule -Specification '{rule}' -AddressFamily IPv4 @on";

    /// <summary>Makes a change under a timer, and returns its id.</summary>
    private static string Timed(TestLab lab, string change)
        => lab.Run($"$null = {change} -RollbackAfter 300 -WarningAction SilentlyContinue; (Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace)[-1].Id").Quietly().Text;

    private static string Undo(TestLab lab, string id) => lab.Run($"(Undo-IptablesChange {id}).Message").Quietly().Text;

    private static IReadOnlyList<string> Rules(TestLab lab) => [.. TestLab.Families.Select(family => string.Join('\n', lab.Input(family)))];
}
