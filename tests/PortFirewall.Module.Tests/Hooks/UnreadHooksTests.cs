namespace PortFirewall;

/// <summary>Where another firewall is there and can't be read, no port is called open; what is stopped for certain stays so.</summary>
public sealed class UnreadHooksTests(HookLabs labs) : IClassFixture<HookLabs>
{
    private const string Unread = "Unknown nftables (could not be read)";

    /// <summary>What a program in the place of nft does.</summary>
    public static TheoryData<string> Programs => ["exit 1", "exec echo '{\"nftables\": [{\"rule\": {}}]}'", "exec echo 'table inet t {'", "exec cat /dev/null"];

    [Theory]
    [MemberData(nameof(Programs))]
    public void What_nft_does_not_tell_makes_an_open_port_unknown_and_leaves_a_closed_one_closed(string program)
    {
        // Something native is there, so that nft has to be asked.
        var lab = labs.On("Nft").By("-A INPUT -p tcp --dport 2222 -j ACCEPT").Load("table inet t { chain c { type filter hook input priority 10; counter\n}\n}");
        Assert.Equal(
            $"""
            {Unread}
            False
            Drop INPUT:policy
            Warning: True
            nftables (could not be read) Unknown
            False INPUT:4 True
            INPUT:4
            Warning: True
            """,
            With(program, lab,
                """
                Tell { Test-PortPath 2222 @on | ForEach-Object { "$($_.Verdict) $($_.DecidedBy)" } }
                Tell { Test-PortPath 2222 @on -Quiet }
                Tell { Test-PortPath 2223 @on -WarningVariable told | ForEach-Object { "$($_.Verdict) $($_.DecidedBy)" }; "Warning: $("$told" -match 'rules of nftables could not be read')" }
                Tell { (Trace-IptablesPacket 2222 -Source 198.51.100.2 -InInterface eth0 @on)[-1] | ForEach-Object { "$($_.Table) $($_.Chain) $($_.Outcome)" } }
                Tell { Find-IptablesInsertPosition 2224 @on | ForEach-Object { "$($_.AlreadyAccepted) $_ $($_.Reason -match 'Whether nftables stops the packets is not known')" } }
                Tell { Add-IptablesPortRule 2224 @on -WarningVariable told | ForEach-Object { "$($_.Chain):$($_.Number)" }; "Warning: $("$told" -match 'rules of nftables could not be read')" }
                """));
    }

    [Fact]
    public void Legacy_tables_that_cannot_be_read_make_it_unknown()
    {
        var lab = labs.Fresh("Nft").By("-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Shell.Run($"{lab.In} iptables-legacy -A INPUT -p udp -j DROP");
        const string Ask = "Tell { Test-PortPath 2222 @on -WarningVariable told | ForEach-Object { \"$($_.Verdict) $($_.DecidedBy)\" }; \"$told\" -match 'iptables-legacy-save' }";
        Assert.Equal("Accept INPUT:3\nFalse", Run(lab, Ask, ":"));
        // What iptables-legacy-save leads to, which every tool of that backend is.
        Assert.Equal("Unknown iptables-legacy (could not be read)\nTrue", With("exit 1", lab, Ask, "xtables-legacy-multi"));
        Assert.Equal("Unknown iptables-legacy (could not be read)\nTrue", Run(lab, Ask, Hiding("iptables-legacy-save")));
    }

    [Fact]
    public void Without_nft_on_the_machine_nothing_is_unknown_that_was_not()
        => Assert.Equal(
            "Accept INPUT:3",
            Run(labs.On("Nft").By("-A INPUT -p tcp --dport 2222 -j ACCEPT"), "Tell { Test-PortPath 2222 @on | ForEach-Object { \"$($_.Verdict) $($_.DecidedBy)\" } }", Hiding("nft")));

    [Fact]
    public void Without_nft_on_the_machine_rules_that_the_kernel_has_all_the_same_make_it_unknown()
        => Assert.Equal(
            Unread,
            Run(
                labs.On("Nft").By("-A INPUT -p tcp --dport 2222 -j ACCEPT").Load("table inet t { chain c { type filter hook input priority 10; counter\n}\n}"),
                "Tell { Test-PortPath 2222 @on | ForEach-Object { \"$($_.Verdict) $($_.DecidedBy)\" } }", Hiding("nft")));

    /// <summary>Puts a folder without a tool over the folder of tools, which only the one process sees.</summary>
    private static string Hiding(string tool)
        => $"mkdir $HOME/tools && cp -a /usr/sbin/xtables-* /usr/sbin/ip* /usr/sbin/nft $HOME/tools/ && rm $HOME/tools/{tool} && mount --bind $HOME/tools /usr/sbin";

    private static string With(string program, HookLab lab, string script, string tool = "nft")
    {
        using var folder = new ScratchFolder();
        var file = Path.Combine(folder.Path, tool);
        File.WriteAllText(file, $"#!/bin/sh\n{program}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Run(lab, script, $"mount --bind {file} /usr/sbin/{tool}");
    }

    private static string Run(HookLab lab, string script, string setup)
        => ChildEngine.Tell(
            $$"""
            $WarningPreference = 'SilentlyContinue'
            $on = @{ NetworkNamespace = '{{lab.Server}}'; Backend = 'Nft'; AddressFamily = 'IPv4' }
            {{script}}
            """,
            setup: setup);
}
