using System.Management.Automation;

namespace PortFirewall;

/// <summary>Several changes under timers: which comes first, which goes with which, and which are meant.</summary>
public sealed class RollbackOrderTests(Labs labs) : IClassFixture<Labs>
{
    private const string Add = "$null = Add-IptablesPortRule 8080 @on -WarningAction SilentlyContinue -RollbackAfter";
    private const string Remove = "Remove-IptablesRule -Specification '-p tcp -m tcp --dport 8080 -j ACCEPT' @on -WarningAction SilentlyContinue -RollbackAfter";
    private const string Here = "-NetworkNamespace $on.NetworkNamespace";

    [Fact]
    public void The_latest_of_two_changes_in_one_second_goes_first()
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        // By chance the order of the ids was the right one in every other case.
        for (var round = 0; round < 4; round++)
        {
            Assert.Equal(
                "Remove-IptablesRule Add-IptablesPortRule",
                lab.Run($"{Add} 60; {Remove} 60; \"$(Undo-IptablesChange {Here} | ForEach-Object Command)\"").Quietly().Text);
            Assert.Equal(before, Rules(lab));
        }
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_hangs_on_a_change_goes_with_it_and_the_rest_stays(string backend)
    {
        var lab = labs.On(backend);
        var before = Rules(lab);
        var ids = lab.Run($"{Add} 8; {Remove} 60; $null = Add-IptablesPortRule 9090 @on -WarningAction SilentlyContinue -RollbackAfter 60; Get-IptablesRollback -State Pending {Here} | ForEach-Object Id").Quietly().Text.Split('\n');
        Assert.Equal(3, ids.Length);
        Until(lab, ids[0], "RolledBack");
        Assert.Equal(
            $"Changes taken back when its time was up: 1 for IPv4, 1 for IPv6. With it went what came later and touched the same: {ids[1]}.",
            lab.Run($"(Get-IptablesRollback {ids[0]}).Message").Quietly().Text);
        Assert.Equal("RolledBack True", lab.Run($"Get-IptablesRollback {ids[1]} | ForEach-Object {{ \"$($_.State) $($_.Message.StartsWith('Changes taken back together with the earlier change {ids[0]}: '))\" }}").Quietly().Text);
        Assert.Equal("Pending", lab.Run($"(Get-IptablesRollback {ids[2]}).State").Quietly().Text);
        lab.Run($"$null = Undo-IptablesChange {ids[2]}").Quietly();
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void A_later_change_that_was_confirmed_stays()
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        var ids = lab.Run($"{Add} 60; {Remove} 60; Get-IptablesRollback -State Pending {Here} | ForEach-Object Id").Quietly().Text.Split('\n');
        lab.Run($"$null = Confirm-IptablesChange {ids[1]}; $null = Undo-IptablesChange {ids[0]}").Quietly();
        Assert.Equal("Confirmed", lab.Run($"(Get-IptablesRollback {ids[1]}).State").Quietly().Text);
        Assert.Equal(before, Rules(lab));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Any_number_of_changes_of_one_rule_end_where_they_began(string backend)
    {
        var lab = labs.On(backend);
        lab.By("-A INPUT -p tcp -m tcp --dport 8080 -j ACCEPT");
        var before = Rules(lab);
        const string rule = "Get-IptablesRule INPUT -Port 8080 @on";
        var first = lab.Run($"{Remove} 60; {Add} 60; $null = {rule} | Move-IptablesRule -Position 1 -RollbackAfter 60 -WarningAction SilentlyContinue; {Remove} 60; {Add} 60; Get-IptablesRollback -State Pending {Here} | ForEach-Object Id")
            .Quietly().Text.Split('\n')[0];
        Assert.Contains(" With it went what came later and touched the same: ", lab.Run($"(Undo-IptablesChange {first}).Message").Quietly().Text, StringComparison.Ordinal);
        Assert.Equal(before, Rules(lab));
        Assert.Equal("", lab.Run($"Get-IptablesRollback -State Pending {Here}").Quietly().Text);
    }

    [Fact]
    public void One_that_cannot_be_taken_back_does_not_keep_the_earlier_one_from_it()
    {
        var lab = labs.On("Nft");
        var ids = lab.Run($"{Add} 60; {Remove} 60; Get-IptablesRollback -State Pending {Here} | ForEach-Object Id").Quietly().Text.Split('\n');
        Shell.Run($"sed -i 's/ACCEPT/nowhere/' /run/portfirewall/rollbacks/{ids[1]}/undo.4");
        lab.By("-A INPUT -p tcp -m tcp --dport 8080 -j ACCEPT");
        Assert.Equal("RolledBack", lab.Run($"(Undo-IptablesChange {ids[0]}).State").Quietly().Text);
        Assert.Equal("Failed", lab.Run($"(Get-IptablesRollback {ids[1]}).State").Quietly().Text);
        Shell.Run($"rm -r /run/portfirewall/rollbacks/{ids[1]}");
    }

    [Fact]
    public void Of_what_comes_down_the_pipeline_decided_ones_are_passed_over_but_one_that_waited_is_told()
    {
        var lab = labs.On("Nft");
        lab.Run($"{Add} 60; $null = Undo-IptablesChange {Here}; {Add} 60; $shown = Get-IptablesRollback {Here}").Quietly();
        Assert.Equal("Confirmed", lab.Run("($shown | Confirm-IptablesChange).State").Quietly().Text);
        Assert.Empty(lab.Run($"Get-IptablesRollback {Here} | Undo-IptablesChange").Quietly().Output);
        lab.Run($"{Remove} 60; $shown = Get-IptablesRollback -State Pending {Here}; $null = Undo-IptablesChange $shown.Id.ToUpperInvariant()").Quietly();
        lab.Run("$shown | Confirm-IptablesChange").FailsWith("ChangeRolledBack", ErrorCategory.InvalidOperation);
        var told = lab.Run($"Undo-IptablesChange {Here}");
        told.FailsWith("NoRollbackPending", ErrorCategory.ObjectNotFound);
        Assert.StartsWith("No change is waiting to be taken back in network namespace", told.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_another_namespace_is_found_and_decided_from_here()
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        // Within the namespace nobody gives its name.
        var within = ChildEngine.Tell("Tell { $null = Add-IptablesPortRule 8080 -RollbackAfter 60 -WarningAction SilentlyContinue; Get-IptablesRollback -State Pending -NetworkNamespace '" + lab.Server + "' | ForEach-Object NetworkNamespace }", lab.In);
        Assert.Equal(lab.Server, within);
        Assert.Equal($"RolledBack {lab.Server} Nft", lab.Run($"Undo-IptablesChange {Here} | ForEach-Object {{ \"$($_.State) $($_.NetworkNamespace) $($_.Backend)\" }}").Quietly().Text);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void A_change_of_a_namespace_without_a_name_is_taken_back_from_here_or_left_alone()
    {
        var lab = labs.On("Nft");
        // The timer is all that is left in there.
        var id = ChildEngine.Tell("Tell { $null = Add-IptablesPortRule 8080 -RollbackAfter 60 -WarningAction SilentlyContinue; (Get-IptablesRollback -State Pending | Where-Object NetworkNamespace -eq $null).Id }", "unshare --net");
        Assert.Equal(
            "RolledBack Changes taken back when it was asked for: 1 for IPv4, 1 for IPv6.",
            lab.Run($"Undo-IptablesChange {id} | ForEach-Object {{ \"$($_.State) $($_.Message)\" }}").Quietly().Text);
        id = ChildEngine.Tell("Tell { $null = Add-IptablesPortRule 8080 -RollbackAfter 60 -WarningAction SilentlyContinue; (Get-IptablesRollback -State Pending | Where-Object NetworkNamespace -eq $null).Id }", "unshare --net");
        var timer = lab.Run($"(Get-IptablesRollback {id}).ProcessId").Quietly().Text;
        Shell.Run($"kill -s KILL -- -{timer}");
        for (var i = 0; i < 100 && Directory.Exists($"/proc/{timer}"); i++)
            Thread.Sleep(20);
        lab.Run($"Undo-IptablesChange {id}").FailsWith("RollbackOutOfReach", ErrorCategory.InvalidOperation);
        Assert.Equal("TimerLost", lab.Run($"(Get-IptablesRollback {id}).State").Quietly().Text);
        lab.Run($"$null = Confirm-IptablesChange {id}").Quietly();
    }

    private static IReadOnlyList<string> Rules(TestLab lab) => [.. TestLab.Families.SelectMany(lab.Input)];

    private static void Until(TestLab lab, string id, string state)
    {
        for (var i = 0; i < 600 && lab.Run($"(Get-IptablesRollback {id}).State").Quietly().Text != state; i++)
            Thread.Sleep(50);
    }
}
