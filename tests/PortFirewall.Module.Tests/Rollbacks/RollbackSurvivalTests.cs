namespace PortFirewall;

/// <summary>The timer depends on nothing of the session that started it, and never runs where it could not keep its word.</summary>
public sealed class RollbackSurvivalTests(Labs labs) : IClassFixture<Labs>
{
    private const string KeptApart = "mkdir -p /run/portfirewall/rollbacks && mount -t tmpfs tmpfs /run/portfirewall/rollbacks";
    private const string Add = "Add-IptablesPortRule 2222 @on -WarningAction SilentlyContinue -RollbackAfter 2";

    [Theory]
    [InlineData("kill -s KILL {0}")]
    [InlineData("kill -s KILL -- -{0}")]
    public void It_goes_on_when_the_session_is_killed(string kill)
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        var (_, output, _) = ChildEngine.Run(
            $$"""
            Import-Module '{{BuiltModule.Manifest}}'
            {{On(lab)}}
            $null = {{Add}}
            ip netns exec {{lab.Server}} iptables-nft -S INPUT
            & /bin/sh -c "{{string.Format(null, kill, "$PID")}}"
            [Threading.Thread]::Sleep(20000)
            'alive'
            """,
            "setsid --wait");
        Assert.Contains("--dport 2222", output, StringComparison.Ordinal);
        Assert.DoesNotContain("alive", output, StringComparison.Ordinal);
        Assert.Equal(before, RulesWhen(lab, "RolledBack"));
    }

    [Theory]
    [InlineData("while [ \"${1#--}\" != \"$1\" ]; do echo \"$1\" >>%; shift; done; setsid \"$@\" </dev/null >/dev/null 2>&1 &", true)]
    [InlineData("echo \"$@\" >>%; exit 1", false)]
    public void Where_systemd_runs_it_is_a_unit_and_where_that_fails_a_process(string standIn, bool isUnit)
    {
        var lab = labs.On("Legacy");
        var before = Rules(lab);
        using var folder = new ScratchFolder();
        File.WriteAllText($"{folder.Path}/systemd-run", "#!/bin/sh\n" + standIn.Replace("%", $"{folder.Path}/words", StringComparison.Ordinal) + "\n");
        File.SetUnixFileMode($"{folder.Path}/systemd-run", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var output = ChildEngine.Tell(
            $$"""
            {{On(lab)}}
            Tell { $null = {{Add}}; @(Get-IptablesRollback -NetworkNamespace {{lab.Server}})[-1] | ForEach-Object { $_.Unit -eq "portfirewall-rollback-$($_.Id).service" } }
            """,
            setup: $"mount -t tmpfs tmpfs /run/systemd && mkdir /run/systemd/system && mount --bind {folder.Path}/systemd-run $(command -v systemd-run)");
        Assert.Equal($"{isUnit}", output);
        Assert.Contains("--unit=portfirewall-rollback-", File.ReadAllText($"{folder.Path}/words"), StringComparison.Ordinal);
        Assert.Equal(before, RulesWhen(lab, "RolledBack"));
    }

    [Theory]
    [InlineData("-o size=8k")]
    [InlineData("-o ro")]
    public void Where_it_can_not_be_kept_nothing_is_changed(string options)
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        Assert.Equal(
            "! RollbackNotArmed WriteError \nRule RollbackNotArmed False",
            ChildEngine.Tell(
                $$"""
                {{On(lab)}}
                Tell { {{Add}} }
                Tell { Open-IptablesPort 2222 @on -RollbackAfter 60 -ProbeFrom netns:{{lab.Client}} -Save:$false -ErrorAction SilentlyContinue | ForEach-Object { "$($_.FailedStep) $($_.ErrorId) $($_.Changed)" } }
                """,
                setup: $"mkdir -p /run/portfirewall/rollbacks && mount -t tmpfs {options} tmpfs /run/portfirewall/rollbacks"));
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void What_the_timer_took_back_and_could_not_write_down_is_never_confirmed()
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        var output = ChildEngine.Tell(
            $$"""
            {{On(lab)}}
            $null = {{Add}}
            & mount -o remount,ro tmpfs /run/portfirewall/rollbacks
            Tell { Confirm-IptablesChange -NetworkNamespace {{lab.Server}} }
            do { [Threading.Thread]::Sleep(200); $message = (Get-IptablesRollback -NetworkNamespace {{lab.Server}}).Message } until ($message)
            $message
            & mount -o remount,rw tmpfs /run/portfirewall/rollbacks
            Tell { Confirm-IptablesChange -NetworkNamespace {{lab.Server}} -Id (Get-IptablesRollback -NetworkNamespace {{lab.Server}}).Id }
            """,
            setup: KeptApart);
        Assert.Matches(
            """
            ^! RollbackNotWritten WriteError .*
            Its time is up: the timer takes the change back, and can't write that down\.
            ! ChangeRolledBack .*$
            """,
            output);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void What_is_taken_back_where_that_can_not_be_written_down_is_taken_back_all_the_same()
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        var output = ChildEngine.Tell(
            $$"""
            {{On(lab)}}
            $null = {{Add}}00
            & mount -o remount,ro tmpfs /run/portfirewall/rollbacks
            Tell { Undo-IptablesChange -NetworkNamespace {{lab.Server}} }
            & ip netns exec {{lab.Server}} iptables-nft -S INPUT
            & mount -o remount,rw tmpfs /run/portfirewall/rollbacks
            Tell { (Undo-IptablesChange -NetworkNamespace {{lab.Server}}).State }
            """,
            setup: KeptApart);
        Assert.StartsWith("! RollbackNotWritten WriteError ", output, StringComparison.Ordinal);
        Assert.EndsWith("\nRolledBack", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--dport 2222", output, StringComparison.Ordinal);
        Assert.Equal(before, Rules(lab));
    }

    [Fact]
    public void What_somebody_begins_to_take_back_and_is_ended_the_timer_takes_back()
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        var id = lab.Run($"$null = {Add}00; (Get-IptablesRollback -State Pending -NetworkNamespace {lab.Server}).Id").Quietly().Text;
        Shell.Run($"cd /run/portfirewall/rollbacks/{id} && echo 999999999 1 > worker && mv pending running");
        Assert.Equal("Running", lab.Run($"(Get-IptablesRollback {id}).State").Quietly().Text);
        Assert.Equal(before, RulesWhen(lab, "RolledBack"));
        Assert.Equal("Changes taken back later, as whoever was at it was ended: 1 for IPv4, 1 for IPv6.", lab.Run($"(Get-IptablesRollback {id}).Message").Quietly().Text);
    }

    [Fact]
    public void What_it_keeps_is_for_root_only()
    {
        var lab = labs.On("Nft");
        var id = lab.Run($"$null = {Add}00; (Get-IptablesRollback -State Pending -NetworkNamespace {lab.Server}).Id").Quietly().Text;
        var files = Shell.Run($"find /run/portfirewall/rollbacks /run/portfirewall/rollbacks/{id} -maxdepth 1 \\( -path '*/{id}*' -o -name rollbacks \\) -printf '%y%m%u\\n'").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lab.Run($"$null = Undo-IptablesChange {id}").Quietly();
        Assert.Equal(["d700root", "f600root"], files.Distinct().Order(StringComparer.Ordinal));
    }

    [SudoFact]
    public void It_works_through_sudo()
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        using var folder = new ScratchFolder();
        var output = ChildEngine.Tell(
            $$"""
            {{On(lab)}}
            Tell { $null = {{Add}}0; (Get-IptablesRollback -NetworkNamespace {{lab.Server}} -State Pending).Command }
            Tell { (Undo-IptablesChange -NetworkNamespace {{lab.Server}}).State }
            Tell { $null = Add-IptablesPortRule 2222 @on -WarningAction SilentlyContinue -RollbackAfter 4; (Get-IptablesRollback -NetworkNamespace {{lab.Server}})[-1].Command }
            """,
            "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search",
            Sudo.ForNobody(folder));
        Assert.Equal("Add-IptablesPortRule\nRolledBack\nAdd-IptablesPortRule", output);
        Assert.Equal(before, RulesWhen(lab, "RolledBack"));
    }

    [Fact]
    public void A_change_that_may_cut_off_the_ssh_session_warns_and_has_a_timer()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -p tcp --dport 22 -j ACCEPT");
        const string Remove = "Remove-IptablesRule -Specification '-p tcp -m tcp --dport 22 -j ACCEPT' @on -AddressFamily IPv4";
        var output = ChildEngine.Tell(
            $$"""
            {{On(lab)}}
            $on.WarningAction = 'SilentlyContinue'
            $env:SSH_CONNECTION = '198.51.100.2 50000 198.51.100.1 22'
            Tell { {{Remove}} -RollbackAfter 0 -WarningVariable w; "$w"; @(Get-IptablesRollback -State Pending -NetworkNamespace {{lab.Server}}).Count }
            Tell { ip netns exec {{lab.Server}} iptables-nft -A INPUT -p tcp --dport 22 -j ACCEPT }
            Tell { {{Remove}} -WarningVariable w; $w.Count; $r = Get-IptablesRollback -State Pending -NetworkNamespace {{lab.Server}}; ($r.Deadline - $r.Armed).TotalSeconds; (Undo-IptablesChange $r.Id).State }
            Tell { Add-IptablesPortRule 2222 @on -WarningVariable w | ForEach-Object Number; $w.Count }
            $env:SSH_CONNECTION = '198.51.100.2 50000 192.0.2.77 22'
            Tell { {{Remove}} -WarningVariable w; $w.Count }
            """);
        Assert.Matches(
            """
            ^This change may cut off the ssh session from 198\.51\.100\.2 to 198\.51\.100\.1 port 22\. New connections like this one: Accept by INPUT:3 before, Drop by INPUT:policy after\.
            0
            2
            60
            RolledBack
            [34]
            [34]
            0
            0$
            """.ReplaceLineEndings("\n"),
            output);
    }

    /// <summary>A timer has nobody to ask: what a tool claims, it sees for itself, and it tries again.</summary>
    [Theory]
    [InlineData("restore", "cat >/dev/null")]
    [InlineData("save", "xtables-nft-multi iptables-save -c | head -n 4; exit 1")]
    [InlineData("save", "xtables-nft-multi iptables-save -c | head -n 6")]
    public void A_tool_that_lies_or_breaks_off_is_not_believed(string tool, string standIn)
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        using var folder = new ScratchFolder();
        var script = Path.Combine(folder.Path, "stand-in");
        File.WriteAllText(script, $"#!/bin/sh\n{standIn}\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var output = ChildEngine.Tell(
            $$"""
            {{On(lab)}}
            function State { (Get-IptablesRollback -NetworkNamespace {{lab.Server}})[-1].State }
            Tell { $null = {{Add}} -AddressFamily IPv4; [Threading.Thread]::Sleep(10); sh -c 'for name in iptables iptables-nft; do rm -f /usr/sbin/$name-{{tool}}; cp {{script}} /usr/sbin/$name-{{tool}}; done' }
            Tell { [Threading.Thread]::Sleep(3000); State }
            Tell { sh -c 'for name in iptables iptables-nft; do ln -sf xtables-nft-multi /usr/sbin/$name-{{tool}}; done'; for ($i = 0; $i -lt 100 -and (State) -eq 'Running'; $i++) { [Threading.Thread]::Sleep(50) }; State }
            """,
            setup: "mkdir $HOME/tools && cp -a /usr/sbin/xtables-* /usr/sbin/ip* /usr/sbin/nft $HOME/tools/ && mount --bind $HOME/tools /usr/sbin");
        Assert.Equal("Running\nRolledBack", output);
        Assert.Equal(before, Rules(lab));
    }

    private static string On(TestLab lab) => $"$on = @{{ NetworkNamespace = '{lab.Server}'; Backend = '{lab.Backend}' }}";

    private static IReadOnlyList<string> Rules(TestLab lab) => [.. TestLab.Families.SelectMany(lab.Input)];

    private static IReadOnlyList<string> RulesWhen(TestLab lab, string state)
    {
        // A timer looks every ten seconds whether the state is still what it waits for, and begins ten seconds after that.
        for (var i = 0; i < 1200 && lab.Run($"(Get-IptablesRollback -NetworkNamespace {lab.Server})[-1].State").Quietly().Text != state; i++)
            Thread.Sleep(50);
        return Rules(lab);
    }
}
