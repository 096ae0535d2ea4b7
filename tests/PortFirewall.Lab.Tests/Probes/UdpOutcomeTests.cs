using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>Each way in which a request over UDP can end, with real packets.</summary>
public sealed class UdpOutcomeTests : IDisposable
{
    private const int ClosedPort = 81;

    private readonly TestLab _lab = TestLab.Create().WithEveryIcmpError();

    public static TheoryData<AddressFamily> Families => new(AddressFamily.IPv4, AddressFamily.IPv6);

    public void Dispose() => _lab.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void A_port_that_is_allowed_and_answers_has_replied(AddressFamily family)
    {
        using var server = UdpServer.Start(_lab.Server, datagram => [.. "you said "u8, .. datagram]);
        Allow(family, server.Port, "ACCEPT");
        var probe = Probe(family, server.Port, seconds: 2);
        Assert.Equal(ProbeOutcome.Replied, probe.Outcome);
        Assert.True(probe.Reachable);
        Assert.True(probe.CrossesNetwork);
        Assert.Equal("udp", probe.Protocol);
        Assert.Null(probe.Application);
        Assert.Equal("you said ping", probe.ReplyText);
        Assert.Equal("you said ping"u8.ToArray(), probe.Reply);
        Assert.Equal(1, probe.DatagramsSent);
        Assert.Equal(family == AddressFamily.IPv4 ? _lab.Lab.ClientAddress : _lab.Lab.ClientAddressIPv6, probe.LocalAddress);
        Assert.InRange(probe.LocalPort ?? 0, 1, 65535);
        Assert.InRange(probe.Latency!.Value.TotalMilliseconds, 0.001, 900);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_port_that_is_allowed_and_silent_is_unproven_and_was_asked_twice(AddressFamily family)
    {
        using var server = UdpServer.Start(_lab.Server, _ => null);
        Allow(family, server.Port, "ACCEPT");
        var probe = Probe(family, server.Port);
        AssertUnproven(probe);
        Assert.Equal(2, probe.DatagramsSent);
        Assert.Equal(2, server.Received);
        Assert.InRange(probe.Latency!.Value.TotalSeconds, 0.45, 15);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_port_that_no_rule_accepts_is_unproven(AddressFamily family)
    {
        using var server = UdpServer.Start(_lab.Server, datagram => datagram);
        AssertUnproven(Probe(family, server.Port));
        Assert.Equal(0, server.Received);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_port_that_is_allowed_and_closed_is_refused_at_once(AddressFamily family)
    {
        Allow(family, ClosedPort, "ACCEPT");
        var probe = Probe(family, ClosedPort, seconds: 60);
        Assert.Equal(ProbeOutcome.Refused, probe.Outcome);
        Assert.False(probe.Reachable);
        Assert.Contains("port unreachable", probe.Detail, StringComparison.Ordinal);
        Assert.InRange(probe.Latency!.Value.TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("icmp-net-unreachable", ProbeOutcome.Unreachable)]
    [InlineData("icmp-host-unreachable", ProbeOutcome.Unreachable)]
    [InlineData("icmp-proto-unreachable", ProbeOutcome.Prohibited)]
    [InlineData("icmp-port-unreachable", ProbeOutcome.Refused)]
    [InlineData("icmp-net-prohibited", ProbeOutcome.Prohibited)]
    [InlineData("icmp-host-prohibited", ProbeOutcome.Prohibited)]
    [InlineData("icmp-admin-prohibited", ProbeOutcome.Prohibited)]
    public void Each_kind_of_IPv4_reject_is_told_apart(string kind, ProbeOutcome outcome)
        => AssertRejected(AddressFamily.IPv4, kind, outcome);

    [Theory]
    [InlineData("icmp6-no-route", ProbeOutcome.Unreachable)]
    [InlineData("icmp6-addr-unreachable", ProbeOutcome.Unreachable)]
    [InlineData("icmp6-adm-prohibited", ProbeOutcome.Prohibited)]
    [InlineData("icmp6-port-unreachable", ProbeOutcome.Refused)]
    [InlineData("icmp6-policy-fail", ProbeOutcome.Prohibited)]
    [InlineData("icmp6-reject-route", ProbeOutcome.Prohibited)]
    public void Each_kind_of_IPv6_reject_is_told_apart(string kind, ProbeOutcome outcome)
        => AssertRejected(AddressFamily.IPv6, kind, outcome);

    [Theory]
    [InlineData(AddressFamily.IPv4, "DROP")]
    [InlineData(AddressFamily.IPv6, "DROP")]
    [InlineData(AddressFamily.IPv4, "REJECT")]
    [InlineData(AddressFamily.IPv6, "REJECT")]
    public void The_clients_own_OUTPUT_chain_is_told_at_once_and_the_server_is_not_blamed(AddressFamily family, string target)
    {
        _lab.InClient(_lab.Iptables(family), "-A", "OUTPUT", "-p", "udp", "-j", target);
        var probe = Probe(family, ClosedPort, seconds: 5);
        Assert.Equal(ProbeOutcome.Prohibited, probe.Outcome);
        Assert.Contains("OUTPUT", probe.Detail, StringComparison.Ordinal);
        Assert.Equal(0, probe.DatagramsSent);
    }

    [Theory]
    [InlineData("203.0.113.1")]
    [InlineData("2001:db8:1::1")]
    public void An_address_without_a_route_is_unreachable_at_once(string address)
    {
        var probe = Probing.Ask(_lab.Client, address, 53, Payload("x"), seconds: 5);
        Assert.Equal(ProbeOutcome.Unreachable, probe.Outcome);
        Assert.Contains("no route", probe.Detail, StringComparison.Ordinal);
        Assert.Null(probe.Latency);
        Assert.Null(probe.LocalAddress);
        Assert.Equal(0, probe.DatagramsSent);
    }

    [Theory]
    [InlineData("198.51.100.77", 1.0)]
    [InlineData("2001:db8::77", 1.0)]
    [InlineData("198.51.100.77", 5.0)]
    [InlineData("2001:db8::77", 5.0)]
    public void An_address_that_no_neighbour_answers_for_is_unreachable_whether_the_kernel_has_given_up_or_not(string address, double seconds)
    {
        var probe = Probing.Ask(_lab.Client, address, 53, Payload("x"), seconds);
        Assert.Equal(ProbeOutcome.Unreachable, probe.Outcome);
        Assert.Contains("Nobody on the link", probe.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prohibit", ProbeOutcome.Prohibited)]
    [InlineData("blackhole", ProbeOutcome.Unreachable)]
    [InlineData("unreachable", ProbeOutcome.Unreachable)]
    public void A_route_that_leads_nowhere_is_told_by_its_kind(string kind, ProbeOutcome outcome)
    {
        _lab.InClient("ip", "route", "add", kind, "203.0.113.0/24");
        Assert.Equal(outcome, Probing.Ask(_lab.Client, "203.0.113.1", 53, Payload("x")).Outcome);
        Assert.Equal(outcome, Probing.Ask(_lab.Client, "203.0.113.1", 69, DatagramApplications.Require("tftp")).Outcome);
    }

    [Fact]
    public void An_unknown_name_is_not_found()
        => Assert.Equal(ProbeOutcome.NameNotFound, Probing.Ask(_lab.Client, "no-such-host.invalid", 53, Payload("x")).Outcome);

    [Theory]
    [MemberData(nameof(Families))]
    public void A_slow_reply_counts_within_the_timeout_and_not_after_it(AddressFamily family)
    {
        using var server = UdpServer.Start(_lab.Server, datagram => datagram, delay: TimeSpan.FromSeconds(2));
        Allow(family, server.Port, "ACCEPT");
        AssertUnproven(Probe(family, server.Port, seconds: 0.4));
        var probe = Probe(family, server.Port, seconds: 60);
        Assert.Equal(ProbeOutcome.Replied, probe.Outcome);
        Assert.InRange(probe.Latency!.Value.TotalSeconds, 1.95, 60);
    }

    [Fact]
    public void A_lost_datagram_is_sent_again_and_both_are_counted()
    {
        var first = true;
        using var server = UdpServer.Start(_lab.Server, datagram => Interlocked.Exchange(ref first, false) ? null : datagram);
        Allow(AddressFamily.IPv4, server.Port, "ACCEPT");
        var probe = Probe(AddressFamily.IPv4, server.Port, seconds: 1);
        Assert.Equal(ProbeOutcome.Replied, probe.Outcome);
        Assert.Equal(2, probe.DatagramsSent);
        Assert.Contains("[2:64] -A INPUT -p udp", _lab.InServer("iptables-nft-save", "-c"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pong", ProbeOutcome.NoReply)]
    [InlineData("ping", ProbeOutcome.Replied)]
    public void Only_what_was_expected_is_a_reply_and_what_came_instead_is_told(string expected, ProbeOutcome outcome)
    {
        using var server = UdpServer.Start(_lab.Server, datagram => datagram);
        Allow(AddressFamily.IPv4, server.Port, "ACCEPT");
        var probe = Probe(AddressFamily.IPv4, server.Port, expectation: ReplyExpectation.OfExpression(new Regex($"^{expected}$", RegexOptions.None, TimeSpan.FromSeconds(1))));
        Assert.Equal(outcome, probe.Outcome);
        Assert.Equal("ping", probe.ReplyText);
        if (outcome == ProbeOutcome.NoReply)
            Assert.Contains("not the reply asked for: ping", probe.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void An_echo_is_heard(AddressFamily family)
    {
        using var server = UdpServer.Start(_lab.Server, datagram => datagram);
        Allow(family, server.Port, "ACCEPT");
        var probe = Probing.Ask(_lab.Client, _lab.ServerAddress(family).ToString(), server.Port, DatagramApplications.Require("echo"), seconds: 2);
        Assert.Equal(ProbeOutcome.Replied, probe.Outcome);
        Assert.Equal("echo server", probe.ReplyText);
    }

    [Fact]
    public void A_reply_to_another_request_is_none()
    {
        using var server = UdpServer.Start(_lab.Server, datagram => [(byte)(datagram[0] ^ 1), datagram[1], 0x81, .. datagram[3..]]);
        Allow(AddressFamily.IPv4, server.Port, "ACCEPT");
        var probe = Probing.Ask(_lab.Client, "198.51.100.1", server.Port, DatagramApplications.Require("dns"));
        Assert.Equal(ProbeOutcome.NoReply, probe.Outcome);
        Assert.False(probe.Reachable);
        Assert.NotNull(probe.Reply);
    }

    [Fact]
    public async Task An_application_that_answers_from_another_port_is_heard_and_told_to_stop()
    {
        var told = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var second = UdpServer.Start(_lab.Server, datagram =>
        {
            told.TrySetResult(datagram);
            return null;
        });
        using var first = UdpServer.Start(_lab.Server, _ => [0, 3, 0, 1, .. "the file"u8], answerFrom: second);
        Allow(AddressFamily.IPv4, first.Port, "ACCEPT");
        Allow(AddressFamily.IPv4, second.Port, "ACCEPT");
        var probe = Probing.Ask(_lab.Client, "198.51.100.1", first.Port, DatagramApplications.Require("tftp"), seconds: 30);
        Assert.Equal("TFTP server, sends the file", probe.ReplyText);
        Assert.Equal(_lab.Lab.ClientAddress, probe.LocalAddress);
        Assert.Equal([0, 5, 0, 0], (await told.Task.WaitAsync(TimeSpan.FromSeconds(60)))[..4]);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_service_on_loopback_only_is_refused_from_outside_and_replies_to_its_own_host(AddressFamily family)
    {
        var loopback = family == AddressFamily.IPv4 ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        using var server = UdpServer.Start(_lab.Server, datagram => datagram, loopback);
        Allow(family, server.Port, "ACCEPT");
        Assert.Equal(ProbeOutcome.Refused, Probe(family, server.Port, seconds: 2).Outcome);
        var own = Probing.Ask(_lab.Server, loopback.ToString(), server.Port, Payload("x"), seconds: 2);
        Assert.Equal(ProbeOutcome.Replied, own.Outcome);
        Assert.False(own.CrossesNetwork);
        Assert.Contains("nothing about the firewall", own.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_on_IPv6_only_replies_there_and_is_refused_over_IPv4()
    {
        using var server = UdpServer.Start(_lab.Server, datagram => datagram, _lab.Lab.ServerAddressIPv6);
        foreach (var family in Enum.GetValues<AddressFamily>())
            Allow(family, server.Port, "ACCEPT");
        Assert.Equal(ProbeOutcome.Refused, Probe(AddressFamily.IPv4, server.Port, seconds: 2).Outcome);
        Assert.Equal(ProbeOutcome.Replied, Probe(AddressFamily.IPv6, server.Port, seconds: 2).Outcome);
    }

    [Theory]
    [InlineData(AddressFamily.IPv4, DatagramLength.MostOverIPv4)]
    [InlineData(AddressFamily.IPv6, DatagramLength.MostOverIPv6)]
    [InlineData(AddressFamily.IPv4, 0)]
    [InlineData(AddressFamily.IPv6, 0)]
    public void The_longest_and_the_empty_datagram_arrive_whole(AddressFamily family, int length)
    {
        using var server = UdpServer.Start(_lab.Server, datagram => Encoding.ASCII.GetBytes($"{datagram.Length} bytes"));
        Allow(family, server.Port, "ACCEPT");
        Assert.Equal($"{length} bytes", Probe(family, server.Port, seconds: 2, payload: new string('x', length)).ReplyText);
    }

    [Fact]
    public void Many_ports_are_asked_side_by_side()
    {
        _ = Probe(AddressFamily.IPv4, ClosedPort);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var plan = Probing.Plan(_lab.Client, "198.51.100.1", [new PortRange(3000, 3255)], seconds: 1) with { Protocol = "udp", Datagram = Payload("x") };
        var probes = PortProber.RunAsync(plan, CancellationToken.None).ToBlockingEnumerable().ToList();
        Assert.Equal(256, probes.Count);
        Assert.All(probes, AssertUnproven);
        // One after the other they would take 256 s.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 60);
    }

    private static DatagramApplication Payload(string text, ReplyExpectation? expectation = null) => DatagramApplication.OfPayload(Encoding.UTF8.GetBytes(text), expectation);

    private PortProbe Probe(AddressFamily family, int port, double seconds = 0.5, string payload = "ping", ReplyExpectation? expectation = null)
        => Probing.Ask(_lab.Client, _lab.ServerAddress(family).ToString(), port, Payload(payload, expectation), seconds);

    private void Allow(AddressFamily family, int port, params string[] target)
        => _lab.InServer([_lab.Iptables(family), "-I", "INPUT", "3", "-p", "udp", "--dport", $"{port}", "-j", .. target]);

    private void AssertRejected(AddressFamily family, string kind, ProbeOutcome outcome)
    {
        using var server = UdpServer.Start(_lab.Server, datagram => datagram);
        Allow(family, server.Port, "REJECT", "--reject-with", kind);
        var probe = Probe(family, server.Port, seconds: 5);
        Assert.Equal(outcome, probe.Outcome);
        Assert.False(probe.Reachable);
        Assert.Contains("ICMP", probe.Detail, StringComparison.Ordinal);
        Assert.Contains(_lab.ServerAddress(family).ToString(), probe.Detail, StringComparison.Ordinal);
        Assert.Equal(0, server.Received);
    }

    private static void AssertUnproven(PortProbe probe)
    {
        Assert.Equal(ProbeOutcome.NoReply, probe.Outcome);
        Assert.False(probe.Reachable);
        Assert.Null(probe.Reply);
        Assert.Contains("Unproven", probe.Detail, StringComparison.Ordinal);
        Assert.Contains("Confirm-IptablesRuleHit", probe.Detail, StringComparison.Ordinal);
    }
}
