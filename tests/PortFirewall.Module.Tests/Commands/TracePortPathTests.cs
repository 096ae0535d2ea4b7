using System.Management.Automation;

namespace PortFirewall;

/// <summary>The kernel's own word on which rules a packet met, on both backends.</summary>
public sealed class TracePortPathTests(Labs labs) : IClassFixture<Labs>
{
    private const string Probe = "Confirm-PortReachable $to 2222 -From \"netns:$($lab.Client)\" -TimeoutSeconds 0.9";

    public static TheoryData<string, string> Everywhere => new()
    {
        { "Nft", "IPv4" }, { "Nft", "IPv6" }, { "Legacy", "IPv4" }, { "Legacy", "IPv6" },
    };

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void It_names_the_rule_that_blocks_as_the_analysis_does(string backend, string family)
    {
        var lab = On(backend, family).By("-N CLIENTS").By("-A CLIENTS -p udp -j ACCEPT").By("-A CLIENTS -j LOG").By("-A CLIENTS -p tcp -j DROP").By("-A INPUT -i eth+ -j CLIENTS");
        var steps = lab.Run($"$steps = Trace-PortPath 2222 @on -While {{ {Probe} }}; $steps").Quietly();
        // The lab's IPv6 has one rule more, for ICMPv6.
        Assert.Equal($"INPUT:{(family == "IPv4" ? 3 : 4)} Jump\nCLIENTS:2 Match\nCLIENTS:3 Match Drop", steps.Text);
        lab.Run("$path = Test-PortPath 2222 @on -AddressFamily $steps[-1].AddressFamily -Source $steps[-1].Source -InInterface $steps[-1].InInterface").Quietly();
        Assert.Equal("CLIENTS:3 Drop", lab.Run("\"$($path.DecidedBy) $($path.Verdict)\"").Text);
        Assert.Equal("True", lab.Run("$steps[-1].Rule.Specification -eq $path.Rule.Specification -and $steps[-1].RuleText -eq '-p tcp -j DROP'").Text);
        Assert.Equal(
            $"Kernel 1 tcp {family} True True 2222 eth0 {lab.Server}",
            lab.Run("$s = $steps[0]; \"$($s.Basis) $($s.Packet) $($s.Protocol) $($s.AddressFamily) $($s.Source -eq $s.Probe.LocalAddress) $($s.SourcePort -eq $s.Probe.LocalPort) $($s.DestinationPort) $($s.InInterface) $($s.NetworkNamespace)\"").Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Both_families_are_traced_at_once_and_each_packet_has_its_number(string backend)
    {
        var lab = On(backend, "IPv4").By("-A INPUT -p tcp --dport 2222 -j REJECT");
        Assert.Equal(
            "1 INPUT:3 Match Reject\n2 INPUT:4 Match Reject",
            lab.Run($"Trace-PortPath 2222 @on -While {{ foreach ($to in $lab.ServerAddress, $lab.ServerAddressIPv6) {{ {Probe} }} }} | ForEach-Object {{ \"$($_.Packet) $_\" }}").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void The_probe_is_told_from_others_who_come_in_meanwhile(string backend)
    {
        var lab = On(backend, "IPv4").By("-A INPUT -p tcp --dport 2222 -j ACCEPT");
        var noise = $"foreach ($i in 1..5) {{ ip netns exec $lab.Client nc -z -w 1 $to 2222 }}";
        Assert.Equal("INPUT:3 Match Accept", lab.Run($"Trace-PortPath 2222 @on -While {{ {noise}; {Probe}; {noise} }}").Quietly().Text);
        Assert.Equal("11", lab.Run($"(Trace-PortPath 2222 @on -AllClients -While {{ {noise}; {Probe}; {noise} }}).Count").Quietly().Text);
        Assert.Equal("5", lab.Run($"(Trace-PortPath 2222 @on -While {{ {noise} }}).Count").Quietly().Text);
        Assert.Equal("NoPacketTraced", lab.Run($"Trace-PortPath 2222 @on -Source 203.0.113.9 -While {{ {noise} }}").ErrorIds);
        Assert.Equal("NoPacketTraced", lab.Run($"Trace-PortPath 2222 @on -InInterface lo -While {{ {noise} }}").ErrorIds);
        Assert.Equal("5", lab.Run($"(Trace-PortPath 2222 @on -InInterface eth+ -Source 198.51.100.0/24 -Destination $to -While {{ {noise} }}).Count").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Further_packets_of_a_connection_are_shown_where_they_are_asked_for(string backend)
    {
        var lab = On(backend, "IPv4").By("-A INPUT -p tcp --dport 2222 -j ACCEPT");
        var places = lab.Run($"Trace-PortPath 2222 @on -AllPackets -While {{ {Probe} }}").Quietly().Text.Split('\n');
        Assert.Equal("INPUT:3 Match Accept", places[0]);
        Assert.True(places.Length > 1);
        Assert.All(places[1..], p => Assert.Equal("INPUT:1 Match Accept", p));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_translation_is_followed(string backend)
    {
        var lab = On(backend, "IPv4").By("-t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 2222").By("-A INPUT -p tcp --dport 2222 -j ACCEPT");
        try
        {
            Assert.Equal(
                "nat PREROUTING:1 Match Accept 80\nINPUT:3 Match Accept 2222",
                lab.Run("Trace-PortPath 80 @on -While { ip netns exec $lab.Client nc -z -w 1 $to 80 } | ForEach-Object { \"$_ $($_.DestinationPort)\" }").Quietly().Text);
        }
        finally
        {
            lab.By("-t nat -F");
        }
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Datagrams_are_traced_too(string backend)
    {
        var lab = On(backend, "IPv4").By("-A INPUT -p udp --dport 53 -j DROP");
        Assert.Equal("INPUT:3 Match Drop", lab.Run("Trace-PortPath 53 udp @on -While { ip netns exec $lab.Client sh -c \"echo x | nc -u -w 1 $to 53\" }").Quietly().Text);
    }

    [Fact]
    public void Tables_of_nftables_and_of_the_other_backend_report_in_the_packets_order()
    {
        var lab = On("Legacy", "IPv4").By("-A INPUT -p tcp --dport 2222 -j ACCEPT");
        Shell.Run($"{lab.In} nft 'table inet site {{ chain early {{ type filter hook prerouting priority -400; tcp dport 2222 counter; }}; chain late {{ type filter hook input priority 10; tcp dport 2222 reject; }}; }}'");
        try
        {
            Assert.Equal(
                "nft inet site early:1 Match\nnft inet site early:policy Policy Accept\nINPUT:3 Match Accept\nnft inet site late:1 Match Reject",
                lab.Run($"Trace-PortPath 2222 @on -While {{ {Probe} }}").Quietly().Text);
            Assert.Equal(
                "nft inet site late:1 tcp dport 2222 reject",
                lab.Run($"$last = (Trace-PortPath 2222 @on -While {{ {Probe} }})[-1]; \"$($last.Table) $($last.Chain):$($last.RuleNumber) $($last.RuleText.Split(' with ')[0])\"").Quietly().Text);
            Assert.Contains("legacy INPUT:3 Match Accept", lab.Run($"Trace-PortPath 2222 -NetworkNamespace $on.NetworkNamespace -Backend Nft -While {{ {Probe} }}").Quietly().Text, StringComparison.Ordinal);
        }
        finally
        {
            Shell.Run($"{lab.In} nft delete table inet site");
        }
    }

    [Theory]
    [InlineData("-Source 192.0.2.1 -Destination 198.51.100.1 -InInterface eth+")]
    [InlineData("-AddressFamily IPv6 -Protocol udp -AllPackets")]
    [InlineData("-Protocol sctp")]
    public void The_command_that_it_shows_can_be_typed_and_says_what_it_does(string parameters)
    {
        var lab = On("Nft", "IPv4");
        var result = lab.Run($"$null = Trace-PortPath 2222, '3000-3010' @on {parameters} -Verbose -ErrorAction SilentlyContinue -While {{ $script:shown = ip netns exec $on.NetworkNamespace nft list tables | Where-Object {{ $_ -match 'portfirewall' }} | ForEach-Object {{ ip netns exec $on.NetworkNamespace nft list $_.Split(' ') }} }}");
        var own = lab.Run("$shown").Text;
        Shell.Run(result.Verbose.Single(v => v.Contains("nftrace", StringComparison.Ordinal)).Split(["operation \"", "\" on target"], StringSplitOptions.None)[1]);
        var typed = Shell.Run($"{lab.In} nft list table inet portfirewall-trace; {lab.In} nft delete table inet portfirewall-trace");
        Assert.Equal(Rules(typed), Rules(own));
        Assert.NotEmpty(Rules(typed));

        static string[] Rules(string listing) => [.. listing.Split('\n').Select(l => l.Trim()).Where(l => l.Contains("nftrace", StringComparison.Ordinal))];
    }

    [Fact]
    public void A_name_that_a_shell_would_take_apart_is_shown_quoted_and_one_that_is_none_is_an_error()
    {
        var lab = On("Nft", "IPv4");
        const string Name = "it's;odd";
        Shell.Run($"ip netns add \"{Name}\"");
        try
        {
            Assert.StartsWith(@"ip netns exec 'it'\''s;odd' nft 'table inet", lab.Run($"Trace-PortPath 2222 -NetworkNamespace \"{Name}\" -While {{ }} -WhatIf").Quietly().CommandLine, StringComparison.Ordinal);
            Assert.Equal("InvalidNetworkNamespaceName", lab.Run("Trace-PortPath 2222 -NetworkNamespace '-x' -While { } -WhatIf").ErrorIds);
        }
        finally
        {
            Shell.Run($"ip netns delete \"{Name}\"");
        }
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void No_packet_is_an_error_of_its_own(string backend)
    {
        var error = On(backend, "IPv4").Run("Trace-PortPath 2222 @on -While { }").FailsWith("NoPacketTraced", ErrorCategory.ObjectNotFound);
        Assert.Contains("upstream", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_the_block_throws_comes_behind_what_was_traced(string backend)
    {
        var result = On(backend, "IPv4").Run($"Trace-PortPath 2222 @on -While {{ {Probe}; throw 'broken' }}");
        Assert.Equal("INPUT:policy Policy Drop", result.Text);
        Assert.Contains("broken", Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
        // That nobody came is no finding where the block did not get to it.
        Assert.Contains("broken", Assert.Single(On(backend, "IPv4").Run("Trace-PortPath 2222 @on -While { throw 'broken' }").Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-I INPUT -s 198.51.100.99 -j DROP", "", "5 Unknown Unknown")]
    [InlineData("-I INPUT -s 198.51.100.99 -j DROP", "-D INPUT 1", "5 Unknown Unknown")]
    [InlineData("-F INPUT", "", "1 Unknown Unknown")]
    public void On_legacy_no_rule_is_named_where_rules_change_meanwhile(string change, string back, string expected)
    {
        var lab = On("Legacy", "IPv4").By("-P INPUT ACCEPT").By("IPv4", "-A INPUT -s 203.0.113.0/24 -j DROP").By("-A INPUT -p tcp --dport 2222 -j ACCEPT").By("-A INPUT -p tcp -j DROP");
        string By(string words) => words.Length == 0 ? "" : $"ip netns exec $lab.Server iptables-legacy {words};";
        var result = lab.Run($"$script:outcome = ''; Trace-PortPath 2222 @on -While {{ {By(change)} $p = {Probe}; $script:outcome = $p.Outcome; $p; {By(back)} }} | ForEach-Object {{ \"$($_.RuleNumber) $($_.Outcome) $($_.Verdict) $($_.Rule)$($_.RuleText)\".Trim() }}");
        Assert.Empty(result.Errors);
        Assert.Equal("Open", lab.Run("$outcome").Text);
        Assert.Equal(expected, result.Text);
        Assert.Contains("neither a rule nor a verdict", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void On_nft_the_rule_is_named_all_the_same_where_rules_change_meanwhile()
    {
        var lab = On("Nft", "IPv4").By("IPv4", "-A INPUT -s 203.0.113.0/24 -j DROP").By("-A INPUT -p tcp --dport 2222 -j ACCEPT").By("-A INPUT -p tcp -j DROP");
        var result = lab.Run($"Trace-PortPath 2222 @on -While {{ ip netns exec $lab.Server iptables-nft -I INPUT -s 198.51.100.99 -j DROP; {Probe} }}");
        Assert.Equal("INPUT:5 Match Accept", result.Text);
        Assert.Contains("rules changed", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_root_it_says_so_ahead_of_the_block()
        => Assert.Equal("!! PrivilegeRequired PermissionDenied Trace", ChildEngine.Tell("Tell { Trace-PortPath 2222 -While { 'ran' } }", ChildEngine.AsNobody));

    [Fact]
    public void Nothing_of_it_is_seen_by_other_commands()
    {
        var lab = On("Nft", "IPv4");
        var (rules, verdict) = (Rules(lab), lab.Run("Test-PortPath 2222 @on").Quietly().Text);
        lab.Run("$null = Trace-PortPath 2222 @on -While { $script:seen = Test-PortPath 2222 @on; $script:hooks = (Get-FirewallEnvironment -NetworkNamespace $on.NetworkNamespace).OtherHooks; $script:saved = ip netns exec $on.NetworkNamespace iptables-nft-save -c; $script:tables = ip netns exec $on.NetworkNamespace nft list tables }");
        Assert.Equal(verdict, lab.Run("$seen").Text);
        Assert.Equal("", lab.Run("$hooks").Text);
        Assert.Contains("portfirewall-trace-", lab.Run("$tables").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("trace", lab.Run("$saved").Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(rules, Rules(lab));
    }

    private static string Rules(TestLab lab) => string.Join('\n', TestLab.Families.SelectMany(lab.Input));

    private TestLab On(string backend, string family)
    {
        var lab = labs.On(backend);
        lab.Run($"$to = $lab.ServerAddress{(family == "IPv6" ? "IPv6" : "")}").Quietly();
        return lab;
    }
}
