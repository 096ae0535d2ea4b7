using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>What a proof comes to, with real packets: by the probe's own packets where they can be seen, and said where they can't.</summary>
public sealed class RuleProofTests
{
    private const int ClosedPort = 2224;
    private const int ProxyPort = 3333;

    public static TheoryData<IptablesBackend, AddressFamily> Everywhere => ProofUnderNoiseTests.Everywhere;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_probe_that_fails_behind_the_rule_points_to_the_service(IptablesBackend backend, AddressFamily family)
    {
        using var lab = TestLab.Create(backend);
        var proving = new Proving(lab, family);
        var proof = proving.Prove(proving.Rule("-p", "tcp", "--dport", $"{ClosedPort}", "-j", "ACCEPT"), ClosedPort);
        Assert.False(proof.Confirmed);
        Assert.True(proof.OwnPackets == 1, proof.Finding);
        Assert.Contains("the probe's own packet", proof.Finding, StringComparison.Ordinal);
        Assert.Contains("Refused. Look at the service", proof.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_rule_that_gets_others_ahead_of_it_meanwhile_is_proved_all_the_same(IptablesBackend backend, AddressFamily family)
    {
        using var lab = TestLab.Create(backend);
        var proving = new Proving(lab, family);
        var proof = proving.Prove(Open(lab, proving), () =>
        {
            proving.RuleAt(1, "-p", "udp", "--dport", "9", "-j", "DROP");
            return [proving.Probe(lab.Port)];
        });
        Assert.True(proof.Confirmed, proof.Finding);
        Assert.True(proof.OwnPackets == 1, proof.Finding);
        Assert.Equal(4, proof.Rule.Number);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_rule_that_is_moved_meanwhile_is_proved_by_its_counter_only_and_that_is_said(IptablesBackend backend, AddressFamily family)
    {
        using var lab = TestLab.Create(backend);
        var proving = new Proving(lab, family);
        var rule = Open(lab, proving);
        var proof = proving.Prove(rule, () =>
        {
            Open(lab, proving, 1);
            lab.InServer(lab.Iptables(family), "-D", "INPUT", "5");
            return [proving.Probe(lab.Port)];
        });
        Assert.True(proof.Confirmed, proof.Finding);
        Assert.Null(proof.OwnPackets);
        Assert.Equal(ProofBasis.Counter, proof.Basis);
        Assert.Contains("can't be told: the rule was moved meanwhile", proof.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IptablesBackend.Nft, AddressFamily.IPv4, false)]
    [InlineData(IptablesBackend.Nft, AddressFamily.IPv6, true)]
    [InlineData(IptablesBackend.Legacy, AddressFamily.IPv6, false)]
    public void What_a_transparent_proxy_may_have_taken_proves_nothing_though_the_rule_counted_it(IptablesBackend backend, AddressFamily family, bool native)
    {
        using var lab = TestLab.Create(backend);
        if (native)
            lab.InServer("nft", $"add table inet p; add chain inet p pre {{ type filter hook prerouting priority -150; }}; add rule inet p pre meta nfproto ipv6 tcp dport {ClosedPort} tproxy ip6 to :{ProxyPort} meta mark set 1 accept");
        else
            lab.InServer(lab.Iptables(family), "-t", "mangle", "-A", "PREROUTING", "-p", "tcp", "--dport", $"{ClosedPort}", "-j", "TPROXY", "--on-port", $"{ProxyPort}", "--tproxy-mark", "1/1");
        using var proxy = TransparentProxy(lab, family);
        var proving = new Proving(lab, family);
        var proof = proving.Prove(proving.Rule("-p", "tcp", "--dport", $"{ClosedPort}", "-j", "ACCEPT"), ClosedPort);
        Assert.True(proof.Probe[0].Reachable, proof.Probe[0].Detail);
        Assert.False(proof.Confirmed, proof.Finding);
        Assert.Equal(1, proof.OwnPackets);
        Assert.Contains(native ? "nft inet p pre:1 may have handed it to a proxy's socket" : "mangle PREROUTING:1 ('", proof.Finding, StringComparison.Ordinal);
        Assert.Contains("(TPROXY)", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_somebody_puts_between_takes_the_packet_and_nothing_is_claimed()
    {
        using var lab = TestLab.Create();
        var proving = new Proving(lab, AddressFamily.IPv4);
        var proof = proving.Prove(Open(lab, proving), () =>
        {
            proving.RuleAt(4, "-p", "tcp", "-j", "ACCEPT");
            return [proving.Probe(lab.Port)];
        });
        Assert.False(proof.Confirmed, proof.Finding);
        Assert.Null(proof.OwnPackets);
        Assert.Contains("INPUT:3 ('-p tcp -j ACCEPT') took it before INPUT:4", proof.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit", "-m", "limit", "--limit", "100/second")]
    [InlineData("recent", "-m", "recent", "--set", "--name", "seen")]
    [InlineData("statistic", "-m", "statistic", "--mode", "nth", "--every", "1", "--packet", "0")]
    [InlineData("hashlimit", "-m", "hashlimit", "--hashlimit-upto", "100/second", "--hashlimit-name", "h")]
    public void A_rule_that_counts_what_passes_is_not_asked_twice(string match, params string[] words)
    {
        using var lab = TestLab.Create();
        var proving = new Proving(lab, AddressFamily.IPv4);
        var proof = proving.Prove(proving.Rule(["-p", "tcp", "--dport", $"{lab.Port}", .. words, "-j", "ACCEPT"]), lab.Port);
        Assert.True(proof.Confirmed, proof.Finding);
        Assert.Null(proof.OwnPackets);
        Assert.Equal(1, proof.PacketDelta);
        Assert.Contains($"can't be told: the rule's match '{match}' may not be asked twice", proof.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_probe_whose_source_is_translated_on_the_way_is_not_claimed_and_who_came_is_told(IptablesBackend backend, AddressFamily family)
    {
        using var lab = TestLab.Create(backend);
        var other = family == AddressFamily.IPv4 ? "198.51.100.9" : "2001:db8::9";
        lab.InClient("ip", "address", "add", other + (family == AddressFamily.IPv4 ? "/24" : "/64"), "dev", "eth0");
        if (family == AddressFamily.IPv6)
            lab.InClient("ip", "-6", "route", "replace", "2001:db8::1/128", "dev", "eth0", "src", "2001:db8::2");
        lab.InClient(lab.Iptables(family), "-t", "nat", "-A", "POSTROUTING", "-j", "SNAT", "--to-source", other);
        var proving = new Proving(lab, family);
        var proof = proving.Prove(Open(lab, proving), lab.Port, seconds: 3);
        Assert.Equal(ProbeOutcome.Open, Assert.Single(proof.Probe).Outcome);
        Assert.False(proof.Confirmed, proof.Finding);
        Assert.Equal(0, proof.OwnPackets);
        Assert.Equal(1, proof.PacketDelta);
        Assert.Contains($"Meanwhile there came {other} (1 packet)", proof.Finding, StringComparison.Ordinal);
        Assert.Contains("another source", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_a_router_sends_here_under_another_number_may_be_anothers_and_is_not_claimed()
    {
        using var lab = TestLab.Create();
        lab.InClient("iptables-nft", "-t", "nat", "-A", "OUTPUT", "-p", "tcp", "--dport", "8022", "-j", "DNAT", "--to-destination", $"{lab.Lab.ServerAddress}:{lab.Port}");
        var proving = new Proving(lab, AddressFamily.IPv4);
        var proof = proving.Prove(proving.Rule("-p", "tcp", "-m", "multiport", "--dports", $"8022,{lab.Port}", "-j", "ACCEPT"), 8022);
        Assert.False(proof.Confirmed, proof.Finding);
        Assert.True(proof.OwnPackets == 0, proof.Finding);
        Assert.Contains($"there came some to {lab.Lab.ServerAddress} port {lab.Port}, which is not what was probed", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_a_router_makes_into_this_hosts_is_taken_with_a_reservation()
    {
        using var lab = TestLab.Create();
        const string Public = "203.0.113.9";
        lab.InClient("iptables-nft", "-t", "nat", "-A", "OUTPUT", "-d", Public, "-j", "DNAT", "--to-destination", $"{lab.Lab.ServerAddress}");
        lab.InClient("ip", "route", "add", Public + "/32", "dev", "eth0");
        lab.InServer("ip", "route", "add", Public + "/32", "dev", "eth0");
        var proving = new Proving(lab, AddressFamily.IPv4);
        var proof = proving.Prove(Open(lab, proving), () => [Probing.One(lab.Client, Public, lab.Port, 2)]);
        Assert.True(proof.Confirmed, proof.Finding);
        Assert.Equal(ProofBasis.SourceAddress, proof.Basis);
        Assert.Contains($"{Public} is none of this host's addresses", proof.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_port_that_the_rules_send_elsewhere_is_known_by_the_packet_behind_them(IptablesBackend backend, AddressFamily family)
    {
        using var lab = TestLab.Create(backend);
        lab.InServer(lab.Iptables(family), "-t", "nat", "-A", "PREROUTING", "-p", "tcp", "--dport", "8022", "-j", "REDIRECT", "--to-ports", $"{lab.Port}");
        var proving = new Proving(lab, family);
        var proof = proving.Prove(Open(lab, proving), 8022);
        Assert.True(proof.Confirmed, proof.Finding);
        Assert.True(proof.OwnPackets == 1, proof.Finding);
        Assert.Equal(ProofBasis.OwnPackets, proof.Basis);
    }

    [Theory]
    [InlineData(IptablesBackend.Nft)]
    [InlineData(IptablesBackend.Legacy)]
    public void A_rule_of_a_user_chain_and_one_that_asks_for_a_state_are_watched_too(IptablesBackend backend)
    {
        using var lab = TestLab.Create(backend);
        var proving = new Proving(lab, AddressFamily.IPv4);
        lab.InServer(lab.Iptables(AddressFamily.IPv4), "-N", "services");
        lab.InServer(lab.Iptables(AddressFamily.IPv4), "-A", "services", "-p", "tcp", "-m", "conntrack", "--ctstate", "NEW", "-m", "multiport", "--dports", $"22,{lab.Port}", "-j", "ACCEPT");
        var jump = proving.Rule("-p", "tcp", "-g", "services");
        var rule = proving.Read().RequireChain("filter", "services").Rules[0];
        var proof = proving.Prove(rule, lab.Port);
        Assert.True(proof.Confirmed, proof.Finding);
        Assert.True(proof.OwnPackets == 1, proof.Finding);
        // What leads there took the packet as well, and is not what accepts it.
        var led = proving.Prove(jump, lab.Port);
        Assert.False(led.Confirmed);
        Assert.Equal(1, led.OwnPackets);
    }

    [Fact]
    public void A_rule_that_takes_the_packets_that_follow_is_watched_for_all_of_them()
    {
        using var lab = TestLab.Create();
        var proving = new Proving(lab, AddressFamily.IPv4);
        Open(lab, proving);
        var established = proving.RuleAt(1, "-p", "tcp", "-m", "conntrack", "--ctstate", "ESTABLISHED", "-j", "ACCEPT");
        var proof = proving.Prove(established, lab.Port);
        Assert.True(proof.OwnPackets >= 2, $"{proof.OwnPackets}: {proof.Finding}");
    }

    [Fact]
    public void Who_wants_no_rule_added_gets_the_counter_alone()
    {
        using var lab = TestLab.Create();
        var proving = new Proving(lab, AddressFamily.IPv4);
        var proof = proving.Prove(Open(lab, proving), lab.Port, counterOnly: true);
        Assert.True(proof.Confirmed);
        Assert.Null(proof.OwnPackets);
        Assert.EndsWith("counted 1 packet. Whether it was the probe's own packet can't be told: only the counter was to be asked.", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void An_earlier_rule_that_hangs_on_the_interface_is_named_by_the_way_back_to_the_probe()
    {
        using var lab = TestLab.Create();
        var proving = new Proving(lab, AddressFamily.IPv4);
        var rule = Open(lab, proving);
        proving.Rule("-i", "eth0", "-p", "tcp", "-j", "DROP");
        var proof = proving.Prove(rule, lab.Port, seconds: 0.3);
        Assert.False(proof.Confirmed);
        Assert.Contains("INPUT:3 ('-i eth0 -p tcp -j DROP') decides", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_process_left_in_either_family_is_taken_out_by_the_next_proof()
    {
        using var lab = TestLab.Create();
        var proving = new Proving(lab, AddressFamily.IPv4);
        var rule = Open(lab, proving);
        var scope = new FirewallScope(lab.Server, IptablesBackend.Nft);
        // No process has begun before the machine did.
        lab.InServer("ip6tables-nft", "-I", "INPUT", "1", "-m", "comment", "--comment", new TemporaryMark("witness", 1, 1, 1).Comment, "-j", "NFLOG", "--nflog-group", "40000");
        await using (await RuleProof.PrepareAsync([rule], counterOnly: true, CancellationToken.None))
        {
            var left = (await RulesetSource.ReadAsync(scope, AddressFamily.IPv6, CancellationToken.None)).Rules;
            Assert.DoesNotContain(left, r => TemporaryMark.Of(r) is not null);
        }
    }

    private static IptablesRule Open(TestLab lab, Proving proving, int number = 3)
        => proving.RuleAt(number, "-p", "tcp", "--dport", $"{lab.Port}", "-m", "comment", "--comment", "service", "-j", "ACCEPT");

    /// <summary>A listener that takes connections to any address and port (<c>IP_TRANSPARENT</c>, <c>IPV6_TRANSPARENT</c>).</summary>
    private static Socket TransparentProxy(TestLab lab, AddressFamily family) => NamespaceThread.RunAsync(lab.Server, () =>
    {
        var isIPv4 = family == AddressFamily.IPv4;
        var socket = new Socket(isIPv4 ? System.Net.Sockets.AddressFamily.InterNetwork : System.Net.Sockets.AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        socket.SetRawSocketOption(isIPv4 ? 0 : 41, isIPv4 ? 19 : 75, BitConverter.GetBytes(1));
        socket.Bind(new IPEndPoint(isIPv4 ? IPAddress.Any : IPAddress.IPv6Any, ProxyPort));
        socket.Listen();
        return socket;
    }, "listen", CancellationToken.None).GetAwaiter().GetResult();
}
