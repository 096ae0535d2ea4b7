using System.Management.Automation;

namespace PortFirewall;

/// <summary>A change under a timer: what it does to the rules, and what people are told.</summary>
public sealed class RollbackTests(Labs labs) : IClassFixture<Labs>
{
    public static TheoryData<string, string> Changes => new()
    {
        { "Nft", "Add-IptablesPortRule 2222 @on" },
        { "Legacy", "Add-IptablesPortRule 2222, 6000-6010 @on -Comment \"so; # $(id)\"" },
        { "Nft", "Get-IptablesRule INPUT @on | Where-Object Comment -eq mid | Remove-IptablesRule" },
        { "Legacy", "Get-IptablesRule INPUT @on | Where-Object Comment -eq mid | Remove-IptablesRule" },
        { "Nft", "Get-IptablesRule INPUT @on -AddressFamily IPv4 | Where-Object Comment -eq mid | Move-IptablesRule -Position 1" },
        { "Legacy", "Get-IptablesRule INPUT @on -AddressFamily IPv6 | Where-Object Comment -eq mid | Move-IptablesRule -Position 2" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Everything_is_as_before_and_others_rules_stay(string backend, string change)
    {
        var lab = Prepared(backend);
        var before = Rules(lab);
        var result = lab.Run($"$null = {change} -RollbackAfter 60").Quietly();
        Assert.NotEqual(before, Rules(lab));
        Assert.Matches("^This change is taken back in 60 s [(]at [0-9: -]{8,19}[)] unless it is confirmed: Confirm-IptablesChange [a-f][0-9a-f]{7}$", result.Warnings[0]);
        // Somebody else changes the same chain meanwhile.
        lab.By("-I INPUT 2 -p udp --dport 53 -j ACCEPT").By("-D INPUT -p tcp --dport 25 -j DROP").By("-A INPUT -p udp --dport 123 -j ACCEPT");
        var id = result.Warnings[0].Split(' ')[^1];
        Assert.Equal("RolledBack", lab.Run($"(Undo-IptablesChange {id}).State").Quietly().Text);
        lab.By("-D INPUT -p udp --dport 53 -j ACCEPT").By("-D INPUT -p udp --dport 123 -j ACCEPT");
        Assert.Equal(before.Where(r => !r.Contains("--dport 25 ", StringComparison.Ordinal)), Rules(lab));
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("00:05:00", 300)]
    [InlineData("'0:0:1.5'", 2)]
    [InlineData("1.00:00:00", 86400)]
    [InlineData("([timespan]::FromMinutes(5))", 300)]
    public void The_time_is_seconds_or_a_time_span(string time, int seconds)
    {
        var lab = labs.On("Nft");
        lab.Run($"$null = Add-IptablesPortRule 2222 @on -WarningAction SilentlyContinue -RollbackAfter {time}").Quietly();
        Assert.Equal($"{seconds}", lab.Run($"Undo-IptablesChange -NetworkNamespace {lab.Server} | ForEach-Object {{ ($_.Deadline - $_.Armed).TotalSeconds }}").Quietly().Text);
    }

    [Theory]
    [InlineData("1.00:00:01")]
    [InlineData("([timespan]::MaxValue)")]
    [InlineData("-00:00:01")]
    public void A_time_span_that_is_none_for_a_timer_is_refused(string time)
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        lab.Run($"Add-IptablesPortRule 2222 @on -RollbackAfter {time}").FailsWith("InvalidRollbackTime", ErrorCategory.InvalidArgument);
        Assert.Equal(before, Rules(lab));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void When_its_time_is_up_the_timer_takes_it_back(string backend)
    {
        var lab = Prepared(backend);
        var before = Rules(lab);
        var id = lab.Run("$null = Add-IptablesPortRule 2222 @on -RollbackAfter 1").Quietly().Warnings[0].Split(' ')[^1];
        Assert.Equal(before.Count + 2, Rules(lab).Count);
        Settle(lab, id, "RolledBack");
        Assert.Equal(before, Rules(lab));
        Assert.Equal("Changes taken back when its time was up: 1 for IPv4, 1 for IPv6.", lab.Run($"(Get-IptablesRollback {id}).Message").Quietly().Text);
    }

    [Fact]
    public void Rules_come_back_with_their_counters()
    {
        var lab = Prepared("Legacy").By("-I INPUT -p tcp --dport 80 -j ACCEPT -c 7 420");
        var before = lab.Everything;
        lab.Run("Remove-IptablesRule -Specification '-p tcp -m tcp --dport 80 -j ACCEPT' @on -RollbackAfter 60; $null = Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace").Quietly();
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void Of_rules_that_say_the_same_exactly_as_many_go_as_came()
    {
        var lab = Prepared("Nft");
        var before = Rules(lab);
        lab.Run("$null = Add-IptablesPortRule 2222 @on -RollbackAfter 60").Quietly();
        lab.By("-A INPUT -p tcp --dport 2222 -j ACCEPT");
        lab.Run("$null = Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace").Quietly();
        Assert.Equal(before.Count + 2, Rules(lab).Count);
        // The one that others put in is the one that is still there.
        Assert.Equal("-p tcp -m tcp --dport 2222 -j ACCEPT", lab.Input("IPv4")[^1]);
    }

    [Fact]
    public void What_is_confirmed_stays_and_can_be_seen()
    {
        var lab = Prepared("Nft");
        lab.Run("$null = Add-IptablesPortRule 2222 @on -RollbackAfter 4").Quietly();
        var after = Rules(lab);
        Assert.Equal("Confirmed", lab.Run("(Confirm-IptablesChange -NetworkNamespace $on.NetworkNamespace).State").Quietly().Text);
        Thread.Sleep(4200);
        Assert.Equal(after, Rules(lab));
        Assert.Equal(
            $"Confirmed Add-IptablesPortRule IPv4 IPv6 Nft {lab.Server} True 0 True",
            lab.Run("Get-IptablesRollback -NetworkNamespace $on.NetworkNamespace -State Confirmed | ForEach-Object { \"$($_.State) $($_.Command) $($_.AddressFamily) $($_.Backend) $($_.NetworkNamespace) $($_.Finished -le [DateTimeOffset]::Now) $($_.RemainingSeconds) $($null -eq $_.ProcessId)\" }").Quietly().Text.Split('\n')[^1]);
    }

    [Fact]
    public void Nothing_waits_where_nothing_was_changed()
    {
        var lab = Prepared("Nft");
        lab.Run("$null = Add-IptablesPortRule 2222 @on").Quietly();
        Assert.Empty(lab.Run("$null = Add-IptablesPortRule 2222 @on -RollbackAfter 60").Quietly().Warnings);
        lab.Run("$null = Add-IptablesPortRule 2223 @on -RollbackAfter 60 -WhatIf").Quietly();
        Assert.Empty(lab.Run("Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace").Quietly().Output);
        lab.Run("Confirm-IptablesChange -NetworkNamespace $on.NetworkNamespace").FailsWith("NoRollbackPending", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void What_would_be_done_includes_the_timer()
        => Assert.EndsWith(", and take it back after 60 s unless Confirm-IptablesChange says otherwise", labs.On("Nft").Run("Add-IptablesPortRule 2222 @on -RollbackAfter 60 -WhatIf").Quietly().CommandLine, StringComparison.Ordinal);

    [Fact]
    public void A_change_that_was_decided_stays_decided()
    {
        var lab = Prepared("Nft");
        lab.Run("$null = Add-IptablesPortRule 2222 @on -RollbackAfter 60; $id = (Confirm-IptablesChange -NetworkNamespace $on.NetworkNamespace).Id").Quietly();
        lab.Run("Undo-IptablesChange $id").FailsWith("ChangeConfirmed", ErrorCategory.InvalidOperation);
        lab.Run("$null = Add-IptablesPortRule 2223 @on -RollbackAfter 60; $id = (Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace).Id").Quietly();
        lab.Run("Confirm-IptablesChange $id").FailsWith("ChangeRolledBack", ErrorCategory.InvalidOperation);
        Assert.Equal("RolledBack", lab.Run("(Undo-IptablesChange $id).State").Quietly().Text);
    }

    [Theory]
    [InlineData("-RollbackAfter -1", "InvalidRollbackTime")]
    [InlineData("-RollbackAfter 86401", "InvalidRollbackTime")]
    public void A_bad_time_is_named_before_anything_is_changed(string time, string error)
    {
        var lab = Prepared("Nft");
        var before = Rules(lab);
        lab.Run($"Add-IptablesPortRule 2222 @on {time}").FailsWith(error, ErrorCategory.InvalidArgument);
        Assert.Equal(before, Rules(lab));
    }

    [Theory]
    [InlineData("Confirm-IptablesChange ../../etc", "InvalidRollbackId", ErrorCategory.InvalidArgument)]
    [InlineData("Undo-IptablesChange a0000000", "RollbackNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-IptablesRollback a0000000", "RollbackNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-IptablesRule INPUT @on -AddressFamily IPv4 | Where-Object Number -eq 1 | Confirm-IptablesChange", "InvalidRollback", ErrorCategory.InvalidArgument)]
    public void Wrong_input_is_named(string command, string error, ErrorCategory category) => labs.On("Nft").Run(command).FailsWith(error, category);

    [Fact]
    public void What_is_left_of_it_after_remoting_can_be_decided()
    {
        var lab = Prepared("Nft");
        lab.Run("$null = Add-IptablesPortRule 2222 @on -RollbackAfter 60").Quietly();
        Assert.Equal("Confirmed", lab.Run("""
            Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace |
                ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } | Confirm-IptablesChange | ForEach-Object State
            """).Quietly().Text);
    }

    private static IReadOnlyList<string> Rules(TestLab lab) => [.. TestLab.Families.SelectMany(lab.Input)];

    private static void Settle(TestLab lab, string id, string state)
    {
        for (var i = 0; i < 100; i++)
        {
            if (lab.Run($"(Get-IptablesRollback {id}).State").Quietly().Text == state)
                return;
            Thread.Sleep(50);
        }
        Assert.Fail(lab.Run($"Get-IptablesRollback {id} | ForEach-Object {{ \"$($_.State): $($_.Message)\" }}").Text);
    }

    private TestLab Prepared(string backend)
        => labs.On(backend).By("-A INPUT -p tcp --dport 25 -j DROP").By("-A INPUT -m comment --comment mid -p tcp --dport 110 -j ACCEPT").By("-A INPUT -p tcp --dport 143 -j DROP");
}
