namespace PortFirewall;

/// <summary>Each way in which a connection attempt can end, with real packets.</summary>
public sealed class ProbeOutcomeTests : IDisposable
{
    private const int ClosedPort = 81;

    private readonly TestLab _lab = TestLab.Create();

    public static TheoryData<AddressFamily> Families => new(AddressFamily.IPv4, AddressFamily.IPv6);

    public void Dispose() => _lab.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void A_port_that_is_allowed_and_listens_is_open(AddressFamily family)
    {
        Allow(family, _lab.Port, "ACCEPT");
        var probe = Probe(family, _lab.Port);
        Assert.Equal(ProbeOutcome.Open, probe.Outcome);
        Assert.True(probe.Reachable);
        Assert.True(probe.CrossesNetwork);
        Assert.Equal(family == AddressFamily.IPv4 ? _lab.Lab.ClientAddress : _lab.Lab.ClientAddressIPv6, probe.LocalAddress);
        Assert.InRange(probe.LocalPort ?? 0, 1, 65535);
        Assert.Equal($"netns:{_lab.Client}", probe.Vantage);
        Assert.InRange(probe.Latency!.Value.TotalMilliseconds, 0.001, 250);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_port_that_is_allowed_and_closed_is_refused(AddressFamily family)
    {
        Allow(family, ClosedPort, "ACCEPT");
        Assert.Equal(ProbeOutcome.Refused, Probe(family, ClosedPort).Outcome);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_port_that_no_rule_accepts_times_out_and_the_packets_are_known_to_have_left(AddressFamily family)
    {
        var probe = Probe(family, _lab.Port, seconds: 1.5);
        Assert.Equal(ProbeOutcome.TimedOut, probe.Outcome);
        Assert.Contains("the packets left", probe.Detail, StringComparison.Ordinal);
        Assert.InRange(probe.Latency!.Value.TotalSeconds, 1.45, 15);
    }

    [Theory]
    [InlineData("icmp-net-unreachable", ProbeOutcome.Unreachable)]
    [InlineData("icmp-host-unreachable", ProbeOutcome.Unreachable)]
    [InlineData("icmp-proto-unreachable", ProbeOutcome.Prohibited)]
    [InlineData("icmp-port-unreachable", ProbeOutcome.Prohibited)]
    [InlineData("icmp-net-prohibited", ProbeOutcome.Prohibited)]
    [InlineData("icmp-host-prohibited", ProbeOutcome.Prohibited)]
    [InlineData("icmp-admin-prohibited", ProbeOutcome.Prohibited)]
    [InlineData("tcp-reset", ProbeOutcome.Refused)]
    public void Each_kind_of_IPv4_reject_is_told_apart(string kind, ProbeOutcome outcome)
        => AssertRejected(AddressFamily.IPv4, kind, outcome);

    [Theory]
    [InlineData("icmp6-no-route", ProbeOutcome.Unreachable)]
    [InlineData("icmp6-addr-unreachable", ProbeOutcome.Unreachable)]
    [InlineData("icmp6-adm-prohibited", ProbeOutcome.Prohibited)]
    [InlineData("icmp6-port-unreachable", ProbeOutcome.Prohibited)]
    [InlineData("icmp6-policy-fail", ProbeOutcome.Prohibited)]
    [InlineData("icmp6-reject-route", ProbeOutcome.Prohibited)]
    [InlineData("tcp-reset", ProbeOutcome.Refused)]
    public void Each_kind_of_IPv6_reject_is_told_apart(string kind, ProbeOutcome outcome)
        => AssertRejected(AddressFamily.IPv6, kind, outcome);

    [Theory]
    [MemberData(nameof(Families))]
    public void A_drop_in_the_clients_own_OUTPUT_chain_is_prohibited_and_does_not_blame_the_server(AddressFamily family)
    {
        Allow(family, _lab.Port, "ACCEPT");
        _lab.InClient(_lab.Iptables(family), "-A", "OUTPUT", "-p", "tcp", "-j", "DROP");
        var probe = Probe(family, _lab.Port, seconds: 60);
        Assert.Equal(ProbeOutcome.Prohibited, probe.Outcome);
        Assert.Contains("OUTPUT", probe.Detail, StringComparison.Ordinal);
        Assert.InRange(probe.Latency!.Value.TotalSeconds, 1, 30);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_reject_in_the_clients_own_OUTPUT_chain_is_prohibited_at_once(AddressFamily family)
    {
        _lab.InClient(_lab.Iptables(family), "-A", "OUTPUT", "-p", "tcp", "-j", "REJECT");
        var probe = Probe(family, _lab.Port);
        Assert.Equal(ProbeOutcome.Prohibited, probe.Outcome);
        Assert.Contains("OUTPUT", probe.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("203.0.113.1")]
    [InlineData("2001:db8:1::1")]
    public void An_address_without_a_route_is_unreachable_at_once(string address)
    {
        var probe = Probing.One(_lab.Client, address, 80, seconds: 5);
        Assert.Equal(ProbeOutcome.Unreachable, probe.Outcome);
        Assert.Null(probe.LocalAddress);
        Assert.Null(probe.Latency);
        Assert.Contains("no route", probe.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("198.51.100.77")]
    [InlineData("2001:db8::77")]
    public void An_address_that_no_neighbour_answers_for_is_unreachable_before_the_kernel_gives_up(string address)
    {
        var probe = Probing.One(_lab.Client, address, 80, seconds: 1.5);
        Assert.Equal(ProbeOutcome.Unreachable, probe.Outcome);
        Assert.Contains("Nobody on the link", probe.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_that_prohibits_is_prohibited()
    {
        _lab.InClient("ip", "route", "add", "prohibit", "203.0.113.0/24");
        Assert.Equal(ProbeOutcome.Prohibited, Probing.One(_lab.Client, "203.0.113.1", 80).Outcome);
    }

    [Theory]
    [InlineData("blackhole")]
    [InlineData("unreachable")]
    public void A_route_that_leads_nowhere_is_unreachable(string kind)
    {
        _lab.InClient("ip", "route", "add", kind, "203.0.113.0/24");
        Assert.Equal(ProbeOutcome.Unreachable, Probing.One(_lab.Client, "203.0.113.1", 80).Outcome);
    }

    [Fact]
    public void An_unknown_name_is_not_found_for_each_port()
    {
        var probes = Probing.All(_lab.Client, "no-such-host.invalid", [new PortRange(80, 82)]);
        Assert.Equal([80, 81, 82], probes.Select(probe => probe.Port));
        Assert.All(probes, probe =>
        {
            Assert.Equal(ProbeOutcome.NameNotFound, probe.Outcome);
            Assert.Null(probe.RemoteAddress);
            Assert.False(probe.CrossesNetwork);
        });
    }

    private PortProbe Probe(AddressFamily family, int port, double seconds = 0.5)
        => Probing.One(_lab.Client, _lab.ServerAddress(family).ToString(), port, seconds);

    private void Allow(AddressFamily family, int port, params string[] target)
        => _lab.InServer([_lab.Iptables(family), "-I", "INPUT", "3", "-p", "tcp", "--dport", $"{port}", "-j", .. target]);

    private void AssertRejected(AddressFamily family, string kind, ProbeOutcome outcome)
    {
        Allow(family, _lab.Port, "REJECT", "--reject-with", kind);
        // The kernel limits how many ICMP errors it sends (net.ipv6.icmp.ratelimit); the next SYN, which gets one, comes a second later.
        var probe = Probe(family, _lab.Port, seconds: 5);
        Assert.Equal(outcome, probe.Outcome);
        Assert.True(probe.CrossesNetwork);
        Assert.Contains(_lab.ServerAddress(family).ToString(), probe.Detail, StringComparison.Ordinal);
        if (outcome != ProbeOutcome.Refused)
            Assert.Contains("ICMP", probe.Detail, StringComparison.Ordinal);
    }
}
