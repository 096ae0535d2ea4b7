using System.Management.Automation;

namespace PortFirewall;

/// <summary>The guide as one command: every step is done, and whatever fails is told and taken back.</summary>
public sealed class OpenIptablesPortTests(Labs labs) : IClassFixture<Labs>
{
    private const string Open = "Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -TimeoutSeconds 5";
    private const string Summary = " | ForEach-Object { \"$($_.Succeeded) $($_.FailedStep) $($_.ErrorId) $($_.Changed) $($_.Undone)\" }";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Each_step_of_the_guide_is_a_property(string backend)
    {
        var lab = labs.On(backend);
        var result = lab.Run("$opening = " + Open + " -Save:$false -Verbose").Quietly();
        // What stands for a moment only is told too.
        Assert.Contains(result.Verbose, line => line.StartsWith($"ip netns exec {lab.Server} ip6tables", StringComparison.Ordinal) && line.Contains("-j NFLOG", StringComparison.Ordinal));
        Expect(lab, "$opening.Succeeded $opening.Changed $opening.Undone $opening.ErrorId $opening.RecommendedAction", "True True False  ");
        Expect(lab, "$opening.Action $opening.Protocol $opening.Port $opening.AddressFamily $opening.ComputerName", "Open tcp 2222 IPv4 IPv6 198.51.100.1 2001:db8::1");
        Expect(lab, "$opening.Listener.Port $opening.Chain.Rules.Count $opening.RuleTest.Exists", "2222 2222 5 False False");
        Expect(lab, "$opening.Rule.Number $opening.Path.Verdict $opening.Path.DecidedBy", "3 4 Accept Accept INPUT:3 INPUT:4");
        Expect(lab, "$opening.Probe.Outcome $opening.Probe.CrossesNetwork", "Open Open True True");
        Expect(lab, "$opening.Proof.Confirmed $opening.Proof.PacketDelta $opening.Save.Count $opening.ProbeBefore.Count", "True True 1 1 0 0");
        Assert.Equal(3, lab.Input("IPv4").Count);
    }

    [Fact]
    public void A_second_time_nothing_is_changed_and_all_is_proved_again()
    {
        var lab = labs.On("Nft");
        lab.Run(Open + " -Save:$false").Quietly();
        var before = lab.Input("IPv4");
        Assert.Equal("True   False False", lab.Run(Open + " -Save:$false" + Summary).Quietly().Text);
        Assert.Equal(before, lab.Input("IPv4"));
    }

    [Fact]
    public void With_Save_it_is_kept_once_it_is_proved()
    {
        var lab = labs.On("Nft");
        lab.Run("$opening = Open-IptablesPort 2222 -NetworkNamespace $lab.Server -ProbeFrom \"netns:$($lab.Client)\" -Save").Quietly();
        Expect(lab, "$opening.Succeeded $opening.Save.AddressFamily $opening.Save.Verified", "True IPv4 IPv6 True True");
        Assert.Contains("--dport 2222 -j ACCEPT", File.ReadAllText(lab.Run("$opening.Save[0].Path").Quietly().Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(null, 0)]
    public void Where_nothing_is_said_about_saving_it_is_asked(int? choice, int files)
    {
        var lab = labs.On("Nft");
        using var engine = new Engine { Choice = choice };
        engine.Set("lab", lab.Run("$lab").Output[0]);
        var result = engine.Run("$opening = Open-IptablesPort 2222 -NetworkNamespace $lab.Server -ProbeFrom \"netns:$($lab.Client)\"; $opening.Succeeded; $opening.Save.Count").Quietly();
        Assert.Equal($"True\n{files}", result.Text);
        Assert.Contains("Keep the rules as they are now over a restart?", result.HostText, StringComparison.Ordinal);
        Assert.Equal(choice is null, result.Warnings.Any(w => w.Contains("-Save:$false", StringComparison.Ordinal)));
    }

    // Only Save-IptablesRuleset has the parameters that help.
    [Fact]
    public void Rules_that_can_not_be_saved_here_are_told_before_anything_is_done()
    {
        var lab = labs.On("Legacy");
        var before = lab.Everything;
        var result = lab.Run(Open + " -Save" + Summary);
        Assert.Equal("False Save BackendNotSaved False False", result.Text);
        Assert.EndsWith(
            "run this command with -Save:$false, and then $opening.Proof | Save-IptablesRuleset -Path FILE, where $opening is its result.",
            result.FailsWith("BackendNotSaved", ErrorCategory.InvalidOperation).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, lab.Everything);
    }

    [Theory]
    [InlineData("-InInterface eth7", "InterfaceNotFound", ErrorCategory.ObjectNotFound, "There is no interface 'eth7' in network namespace ")]
    [InlineData("-InInterface lo", "ProbeAddressUnknown", ErrorCategory.InvalidOperation, "This host has no IPv4 address within -InInterface lo that other hosts could reach the port by.")]
    [InlineData("-Destination 198.51.100.9", "DestinationNotLocal", ErrorCategory.InvalidOperation, "The address 198.51.100.9 is not one of this host: packets for it are another host's.")]
    [InlineData("-Destination 198.51.100.8/29", "DestinationNotLocal", ErrorCategory.InvalidOperation, "The network 198.51.100.8/29 has no address of this host: packets for it are other hosts'.")]
    public void A_rule_for_packets_that_never_come_in_is_told_before_anything_is_done(string narrowed, string error, ErrorCategory category, string message)
    {
        var lab = labs.On("Nft");
        var result = lab.Run(Open + $" -AddressFamily IPv4 {narrowed}" + Summary);
        Assert.Equal($"False Listener {error} False False", result.Text);
        Assert.StartsWith(message, result.FailsWith(error, category).Exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    [Fact]
    public void WhatIf_shows_the_whole_plan_and_does_nothing()
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        var result = lab.Run("Open-IptablesPort 2222 -NetworkNamespace $lab.Server -ProbeFrom \"netns:$($lab.Client)\" -Save -WhatIf").Quietly();
        Assert.Empty(result.Output);
        var lines = result.HostText.TrimEnd().Split('\n');
        Assert.Collection(
            lines,
            l => Assert.Contains("iptables --wait 5 --insert INPUT 3 -p tcp -m tcp --dport 2222 -j ACCEPT && ip netns exec " + lab.Server + " ip6tables", l, StringComparison.Ordinal),
            l => Assert.Matches($"ip netns exec {lab.Server} iptables --wait 5 --insert INPUT 3 -m comment --comment 'PortFirewall witness [0-9/]+' -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN --dport 2222 -j NFLOG .* && ip netns exec {lab.Server} ip6tables --wait 5 --insert INPUT 4 ", l),
            l => Assert.Contains($"\"connect to tcp 2222 from netns:{lab.Client}\" on target \"198.51.100.1 and 2001:db8::1\"", l, StringComparison.Ordinal),
            l => Assert.Contains("-save > /etc/netns/", l, StringComparison.Ordinal));
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void Nobody_to_connect_from_elsewhere_is_an_error_before_anything_is_done()
    {
        var lab = labs.On("Nft");
        lab.Run("Open-IptablesPort 2222 @on").FailsWith("VantageRequired", ErrorCategory.InvalidArgument);
        lab.Run("Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Server)\"").FailsWith("VantageRequired", ErrorCategory.InvalidArgument);
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    [Fact]
    public void No_listener_ends_it_before_anything_is_changed()
    {
        var lab = labs.On("Nft");
        var result = lab.Run(Open.Replace("2222", "2223", StringComparison.Ordinal) + Summary);
        Assert.Equal("False Listener PortNotListening False False", result.Text);
        result.FailsWith("PortNotListening", ErrorCategory.ObjectNotFound);
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    [Fact]
    public void A_port_that_nat_sends_to_another_is_told_where_nothing_listens_on_it()
    {
        var lab = labs.On("Nft");
        Shell.Run($"{lab.In} iptables-nft -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 2222");
        try
        {
            var result = lab.Run(Open.Replace("2222", "80", StringComparison.Ordinal) + Summary);
            Assert.Equal("False Listener PortTranslated False False", result.Text);
            Assert.StartsWith("Open tcp 2222", result.FailsWith("PortTranslated", ErrorCategory.InvalidOperation).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }
        finally
        {
            Shell.Run($"{lab.In} iptables-nft -t nat -F PREROUTING");
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "", "False Listener ListenerOnLoopback False False")]
    [InlineData("198.51.100.1", "", "True   True False")]
    [InlineData("198.51.100.1", "-AddressFamily IPv4, IPv6", "False Listener ListenerOfOtherFamily False False")]
    [InlineData("2001:db8::1", "", "True   True False")]
    public void A_listener_on_some_address_is_opened_for_those_it_serves(string address, string more, string expected)
    {
        var lab = labs.On("Nft");
        using var listener = new NamespaceListener(lab.Server, address, 2224);
        var result = lab.Run(Open.Replace("2222", "2224", StringComparison.Ordinal) + $" -Save:$false {more}" + Summary);
        Assert.True(expected == result.Text, $"{result.Text}\n{string.Join('\n', result.Errors)}");
        var serves = address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4";
        foreach (var family in TestLab.Families)
            Assert.Equal(expected.StartsWith("True", StringComparison.Ordinal) && family == serves, lab.Input(family).Any(r => r.Contains("2224", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_rule_behind_a_block_is_named_and_left()
    {
        var lab = labs.On("Nft").By("-A INPUT -p tcp -j DROP").By("-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT");
        var before = lab.Input("IPv4");
        var result = lab.Run(Open + Summary);
        Assert.Equal("False Rule RuleBehindBlock False False", result.Text);
        Assert.Equal(before, lab.Input("IPv4"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("IPv4")]
    public void A_probe_that_is_stopped_upstream_undoes_what_was_changed_and_saves_nothing(string openBefore)
    {
        var lab = labs.On("Nft");
        if (openBefore.Length > 0)
            lab.Run($"Add-IptablesPortRule 2222 @on -AddressFamily {openBefore}").Quietly();
        Shell.Run($"ip netns exec {lab.Client} ip6tables-nft -A OUTPUT -p tcp --dport 2222 -j DROP");
        try
        {
            var before = (lab.Input("IPv4"), lab.Input("IPv6"));
            var saved = Saved(lab);
            // The kernel sends the packet a second time after a second, and only then it shows that it never left.
            var result = lab.Run(Open + " -Save" + Summary);
            Assert.Equal("False Probe PortNotReached False True", result.Text);
            Assert.Equal(saved, Saved(lab));
            Assert.Contains("OUTPUT", result.FailsWith("PortNotReached", ErrorCategory.ConnectionError).Exception.Message, StringComparison.Ordinal);
            Assert.Equal(before.Item1, lab.Input("IPv4"));
            Assert.Equal(before.Item2, lab.Input("IPv6"));
        }
        finally
        {
            Shell.Run($"ip netns exec {lab.Client} ip6tables-nft -F OUTPUT");
        }
    }

    [Fact]
    public void One_port_that_fails_does_not_hold_up_the_other()
    {
        var lab = labs.On("Nft");
        using var listener = new NamespaceListener(lab.Server, "0.0.0.0", 2224);
        Shell.Run($"ip netns exec {lab.Client} iptables-nft -A OUTPUT -p tcp --dport 2224 -j DROP");
        try
        {
            var result = lab.Run(Open.Replace("2222", "2222, 2224", StringComparison.Ordinal) + " -AddressFamily IPv4 -Save:$false" + Summary);
            Assert.Equal("True   True False\nFalse Probe PortNotReached False True", result.Text);
            Assert.Equal(["-p tcp -m tcp --dport 2222 -j ACCEPT"], lab.Input("IPv4").Skip(2));
        }
        finally
        {
            Shell.Run($"ip netns exec {lab.Client} iptables-nft -F OUTPUT");
        }
    }

    [Theory]
    [InlineData("-A OUTPUT -p tcp --dport 2222 -j DROP", "Probe PortNotReached", "(Prohibited). The probe from netns:", "drops the packets before they leave")]
    [InlineData("-t nat -A OUTPUT -p tcp --dport 2222 -j REDIRECT --to-ports 2227", "Probe PortNotReached", "(Redirected). ", "nat OUTPUT sends it to", "Change the nat rule at netns:")]
    public void What_one_place_proves_is_no_proof_for_another(string rule, string failed, params string[] findings)
    {
        var lab = labs.On("Nft");
        var (third, link) = (lab.Server + "-3", $"pf3{Environment.ProcessId % 100000}");
        Shell.Run($"ip netns add {third} && ip link add {link} netns {lab.Server} type veth peer name eth0 netns {third} && ip -n {third} link set lo up");
        try
        {
            Shell.Run($"ip -n {lab.Server} address add 192.0.2.1/24 dev {link} && ip -n {lab.Server} link set {link} up && ip -n {third} address add 192.0.2.2/24 dev eth0 && ip -n {third} link set eth0 up && ip -n {third} route add default via 192.0.2.1");
            using var answering = new NamespaceListener(third, "0.0.0.0", 2227);
            var open = $"$opening = Open-IptablesPort 2222 @on -AddressFamily IPv4 -ComputerName $lab.ServerAddress -ProbeFrom \"netns:$($lab.Client)\", netns:{third} -TimeoutSeconds 2 -Save:$false -ErrorAction SilentlyContinue; ";
            Assert.Contains("counted each of them", lab.Run(open + "$opening.Finding; Remove-IptablesRule 2222 @on -AddressFamily IPv4").Quietly().Text, StringComparison.Ordinal);
            Shell.Run($"ip netns exec {third} iptables-nft {rule}");
            var result = lab.Run(open + "\"$($opening.FailedStep) $($opening.ErrorId) $($opening.Undone) $($opening.Finding) $($opening.RecommendedAction)\"").Text;
            Assert.StartsWith(failed + " True ", result, StringComparison.Ordinal);
            Assert.Contains("netns:" + third, result, StringComparison.Ordinal);
            Assert.All(findings, finding => Assert.Contains(finding, result, StringComparison.Ordinal));
            Assert.DoesNotContain("The firewall lets the packets in", result, StringComparison.Ordinal);
            Assert.Equal(2, lab.Input("IPv4").Count);
        }
        finally
        {
            Shell.Run($"ip netns delete {third}");
        }
    }

    [Fact]
    public void A_name_without_an_address_of_a_family_is_no_proof_for_it()
    {
        var lab = labs.On("Nft");
        var result = lab.Run(Open + " -ComputerName 198.51.100.1 -Save:$false" + Summary);
        Assert.Equal("True   True False", result.Text);
        Assert.Contains(result.Warnings, w => w.StartsWith("IPv6 is left as it is", StringComparison.Ordinal));
        Assert.Equal(3, lab.Input("IPv6").Count);
        lab.Reset();
        lab.Run(Open + " -ComputerName 198.51.100.1 -AddressFamily IPv4, IPv6" + Summary).FailsWith("NotProbed", ErrorCategory.ConnectionError);
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    [Fact]
    public void A_source_that_leaves_the_vantage_out_is_found_out()
    {
        var lab = labs.On("Nft");
        var result = lab.Run(Open + " -Source 203.0.113.0/24" + Summary);
        Assert.Equal("False Probe PortNotReached False True", result.Text);
        Assert.EndsWith("198.51.100.2 is not in -Source 203.0.113.0/24.", result.FailsWith("PortNotReached", ErrorCategory.ConnectionError).Exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, lab.Input("IPv4").Count);
    }

    [Fact]
    public void A_rule_that_leaves_new_connections_out_is_found_out_before_anything_is_changed()
    {
        var lab = labs.On("Nft");
        var result = lab.Run(Open + " -ConnectionState ESTABLISHED -Force" + Summary);
        Assert.Equal("False RuleTest NewConnectionsLeftOut False False", result.Text);
        result.FailsWith("NewConnectionsLeftOut", ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void A_chain_at_ingress_that_stops_the_packets_is_the_first_place_to_look()
    {
        var lab = labs.On("Nft");
        Shell.Run($"ip netns exec {lab.Server} nft 'table netdev early {{ chain c {{ type filter hook ingress device eth0 priority 0; tcp dport 2222 drop; }}; }}'");
        try
        {
            var result = lab.Run("$opening = " + Open + " -AddressFamily IPv4 -Save:$false; \"$($opening.Finding)|$($opening.RecommendedAction)\"").Text.Split('|');
            Assert.Contains("nft netdev early c:1 may stop the packets at ingress", result[0], StringComparison.Ordinal);
            Assert.Contains($"ip netns exec {lab.Server} nft list chain netdev early c.", result[1], StringComparison.Ordinal);
        }
        finally
        {
            Shell.Run($"ip netns exec {lab.Server} nft delete table netdev early");
        }
    }

    [Fact]
    public void Of_a_range_those_ports_are_probed_that_others_can_reach()
    {
        var lab = labs.On("Nft");
        using var loopback = new NamespaceListener(lab.Server, "127.0.0.1", 2224);
        Assert.Equal("True 2222", lab.Run(Open.Replace("2222", "2222-2230", StringComparison.Ordinal) + " -Save:$false -AddressFamily IPv4 | ForEach-Object { \"$($_.Succeeded) $($_.Probe.Port)\" }").Quietly().Text);
    }

    [Fact]
    public void Piped_objects_may_ask_for_different_things()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("""
            [pscustomobject]@{ Port = 2222; Protocol = 'tcp'; Comment = 'shop' }, [pscustomobject]@{ Port = 2222; Protocol = 'udp' }, [pscustomobject]@{ Port = 2223; Protocol = 'tcp' } |
                Open-IptablesPort @on -AddressFamily IPv4 -ProbeFrom "netns:$($lab.Client)" -Save:$false | ForEach-Object { "$($_.Protocol) $($_.Port) $($_.Succeeded) $($_.Rule.Comment)" }
            """);
        Assert.Equal("tcp 2222 True shop\ntcp 2223 False ", result.Text);
        Assert.Equal("DatagramNotGiven PortNotListening", result.ErrorIds);
    }

    [Fact]
    public void What_listens_can_be_piped_in()
    {
        var lab = labs.On("Nft");
        Assert.Equal("True   True False", lab.Run("Get-PortListener 2222 -NetworkNamespace $lab.Server | Open-IptablesPort -Backend Nft -ProbeFrom \"netns:$($lab.Client)\" -Save:$false" + Summary).Quietly().Text);
    }

    /// <summary>What was saved for the lab's server; empty where nothing was.</summary>
    private static string Saved(TestLab lab)
        => Shell.Run($"find /etc/netns/{lab.Server}/iptables -type f -exec cat {{}} + 2>/dev/null || true");

    /// <summary>What a list of expressions is, each after a blank.</summary>
    private static void Expect(TestLab lab, string expressions, string expected)
        => Assert.Equal(expected, lab.Run($"\"{string.Join(' ', expressions.Split(' ').Select(e => $"$({e})"))}\"").Quietly().Text);
}
