using System.Text;

namespace PortFirewall;

/// <summary>Each way in which a request over UDP can end, with real packets.</summary>
public sealed class UdpOutcomeTests : IDisposable
{
    private const int ClosedPort = 81;

    private readonly TestLab _lab = TestLab.Create();

    public static TheoryData<AddressFamily> Families => new(AddressFamily.IPv4, AddressFamily.IPv6);

    public void Dispose() => _lab.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void A_port_that_is_allowed_and_answers_has_replied(AddressFamily family)
    {
        using var server = UdpServer.Start(_lab.Server, datagram => [.. "you said "u8, .. datagram]);
        Allow(family, server.Port, "ACCEPT");
        var probe = Probe(family, server.Port);
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
        Assert.InRange(probe.Latency!.Value.TotalMilliseconds, 0.001, 250);
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
        Assert.InRange(probe.Latency!.Value.TotalSeconds, 0.45, 0.9);
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
        var probe = Probe(family, ClosedPort, seconds: 5);
        Assert.Equal(ProbeOutcome.Refused, probe.Outcome);
        Assert.False(probe.Reachable);
        Assert.Contains("port unreachable", probe.Detail, StringComparison.Ordinal);
    }

    private PortProbe Probe(AddressFamily family, int port, double seconds = 0.5, string payload = "ping", ReplyExpectation? expectation = null)
        => Probing.Ask(_lab.Client, _lab.ServerAddress(family).ToString(), port, DatagramApplication.OfPayload(Encoding.UTF8.GetBytes(payload), expectation), seconds);

    private void Allow(AddressFamily family, int port, params string[] target)
        => _lab.InServer([_lab.Iptables(family), "-I", "INPUT", "3", "-p", "udp", "--dport", $"{port}", "-j", .. target]);

    private static void AssertUnproven(PortProbe probe)
    {
        Assert.Equal(ProbeOutcome.NoReply, probe.Outcome);
        Assert.False(probe.Reachable);
        Assert.Null(probe.Reply);
        Assert.Contains("Unproven", probe.Detail, StringComparison.Ordinal);
        Assert.Contains("Confirm-IptablesRuleHit", probe.Detail, StringComparison.Ordinal);
    }
}
