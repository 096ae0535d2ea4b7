namespace PortFirewall;

/// <summary>Whatever the state of the machine, Tab says no word of it, and offers what is known all the same.</summary>
public sealed class BadStateTests
{
    /// <summary>A line for each kind of completer.</summary>
    private const string Everything =
        """
        $lines = 'Get-IptablesChain |', 'Get-IptablesChain -Backend Legacy |', 'Get-IptablesRule -Target A|', 'Get-IptablesRule -Table |', 'Get-IptablesRule -Comment |', 'Test-PortPath -Port ssh|', 'Test-PortPath -Port |',
            'Test-PortPath 22 -InInterface |', 'Test-PortPath 22 -Source |', 'Test-PortPath 22 -Destination |', 'Test-PortPath 22 -NetworkNamespace |', 'Confirm-PortReachable |',
            'Confirm-PortReachable x 22 -From |', 'Remove-IptablesRule -Specification |', 'Add-IptablesPortRule 22 -Position |', 'Confirm-IptablesChange |', 'Remove-FirewallLab |', 'Save-IptablesRuleset -Provider |'
        foreach ($line in $lines) { tab $line | ForEach-Object { if ($_ -is [string]) { "$line $_" } } }
        (tab 'Get-IptablesChain |').CompletionText -join ' '
        (tab 'Test-PortPath -Port ssh|').CompletionText -join ' '
        (tab 'Test-PortPath 22 -InInterface l|').CompletionText -join ' '
        """;

    private const string Known = "INPUT FORWARD OUTPUT\nssh\nlo";

    [Fact]
    public void Without_any_tool_what_is_known_is_offered()
        => Assert.Equal(Known, ChildEngine.Tell(
            Tab.Function + Everything, "unshare --net", "mount -t tmpfs none /run && mount -t tmpfs none /usr/sbin && for t in ip ss sudo; do ! [ -e /usr/bin/$t ] || mount --bind /etc/hostname /usr/bin/$t; done"));

    [Fact]
    public void Where_tools_do_not_start_what_is_known_is_offered()
        => Assert.Equal(Known, ChildEngine.Tell(
            Tab.Function + Everything, "unshare --net setpriv --bounding-set=-net_admin --inh-caps=-net_admin", "mount --bind /etc/hostname /usr/sbin/xtables-nft-multi && mount --bind /etc/hostname $(readlink -f $(command -v ss))"));

    [SudoFact]
    public void Without_privilege_nobody_is_asked_for_it_and_what_is_known_is_offered()
    {
        using var folder = new ScratchFolder();
        var asked = Path.Combine(folder.Path, "asked");
        var tool = Path.Combine(folder.Path, "sudo");
        File.WriteAllText(tool, $"#!/bin/sh\necho \"$@\" >> {asked}\nexit 1\n");
        File.SetUnixFileMode(tool, (UnixFileMode)0b111_101_101);
        File.WriteAllText(asked, "");
        File.SetUnixFileMode(asked, (UnixFileMode)0b110_110_110);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        Assert.Equal(Known, ChildEngine.Tell(Tab.Function + Everything, $"unshare --net {ChildEngine.AsNobody}", $"{Sudo.Installed(folder)} && mount --bind {tool} /usr/bin/sudo"));
        Assert.Empty(File.ReadAllText(asked));
    }

    [Fact]
    public void A_tool_that_hangs_does_not_hang_the_prompt()
    {
        using var folder = new ScratchFolder();
        var tool = Path.Combine(folder.Path, "hangs");
        File.WriteAllText(tool, "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'iptables v1.8.9 (legacy)'; else sleep 30; fi\n");
        File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(
            "INPUT FORWARD OUTPUT\nTrue",
            ChildEngine.Tell(
                Tab.Function +
                """
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                (tab 'Get-IptablesChain -Backend Legacy |').CompletionText -join ' '
                $watch.Elapsed.TotalSeconds -lt 20
                """,
                "unshare --net",
                $"mount --bind {tool} /usr/sbin/xtables-legacy-multi"));
    }
}
