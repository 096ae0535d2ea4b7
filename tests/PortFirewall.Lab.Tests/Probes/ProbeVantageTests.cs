using System.Diagnostics;
using System.Net;

namespace PortFirewall;

/// <summary>Where a probe comes from, what it may claim, and how it behaves among many.</summary>
public sealed class ProbeVantageTests : IDisposable
{
    private readonly TestLab _lab = TestLab.Create();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("198.51.100.1")]
    [InlineData("2001:db8::1")]
    [InlineData("0.0.0.0")]
    public void A_probe_of_the_vantages_own_address_does_not_cross_the_network(string address)
    {
        var probe = Probing.One(_lab.Server, address, _lab.Port);
        Assert.Equal(ProbeOutcome.Open, probe.Outcome);
        Assert.False(probe.CrossesNetwork);
        Assert.Contains("nothing about the firewall", probe.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("198.51.100.1")]
    [InlineData("0.0.0.0")]
    public void A_probe_that_is_given_the_very_port_it_asks_for_meets_itself_and_is_refused(string address)
    {
        _lab.InServer("sysctl", "-q", "-w", "net.ipv4.ip_local_port_range=40000 40000");
        var probe = Probing.One(_lab.Server, address, 40000, seconds: 2);
        Assert.Equal(40000, probe.LocalPort);
        Assert.Equal(ProbeOutcome.Refused, probe.Outcome);
        Assert.Contains("connected it with itself", probe.Detail, StringComparison.Ordinal);
        foreach (var application in new[] { DatagramApplication.OfPayload("ping"u8.ToArray(), null), DatagramApplications.Require("echo"), DatagramApplications.Require("dns"), DatagramApplications.Require("tftp") })
        {
            var asked = Probing.Ask(_lab.Server, address, 40000, application, seconds: 2);
            Assert.True(asked.Outcome == ProbeOutcome.Refused, $"{application.Name} {asked.Outcome}: {asked.Detail}");
        }
    }

    [Fact]
    public void A_second_address_of_an_interface_is_the_vantages_own_though_it_is_reached_from_the_first()
    {
        _lab.InServer("ip", "address", "add", "198.51.100.9/24", "dev", "eth0");
        var probe = Probing.One(_lab.Server, "198.51.100.9", _lab.Port);
        Assert.Equal(ProbeOutcome.Open, probe.Outcome);
        Assert.False(probe.CrossesNetwork);
    }

    [Fact]
    public void A_refusal_by_the_vantages_own_address_does_not_cross_the_network()
    {
        var probe = Probing.One(_lab.Server, "198.51.100.1", 81);
        Assert.Equal(ProbeOutcome.Refused, probe.Outcome);
        Assert.False(probe.CrossesNetwork);
    }

    [Fact]
    public void A_name_is_looked_up_in_the_namespaces_own_hosts_file_and_each_address_is_tried()
    {
        Open();
        var probes = Probing.All(_lab.Client, LabPlan.ServerHostName, [new PortRange(_lab.Port, _lab.Port)]);
        Assert.Equal([_lab.Lab.ServerAddress, _lab.Lab.ServerAddressIPv6], probes.OrderBy(probe => probe.AddressFamily).Select(probe => probe.RemoteAddress!));
        Assert.All(probes, probe => Assert.Equal(ProbeOutcome.Open, probe.Outcome));
        Assert.All(probes, probe => Assert.Equal(LabPlan.ServerHostName, probe.ComputerName));
    }

    [Fact]
    public void The_namespaces_hosts_file_is_not_seen_outside_of_it()
    {
        _ = Probing.All(_lab.Client, LabPlan.ServerHostName, [new PortRange(_lab.Port, _lab.Port)]);
        Assert.DoesNotContain(LabPlan.ServerHostName, File.ReadAllText("/etc/hosts"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AddressFamily.IPv4)]
    [InlineData(AddressFamily.IPv6)]
    public void A_wanted_family_narrows_what_a_name_stands_for(AddressFamily family)
    {
        var probe = Assert.Single(Probing.All(_lab.Client, LabPlan.ServerHostName, [new PortRange(_lab.Port, _lab.Port)], 0.2, family));
        Assert.Equal(family, probe.AddressFamily);
    }

    [Fact]
    public void A_link_local_address_names_an_interface_of_the_namespace()
    {
        Open();
        var address = LinkLocalOfServer();
        var probe = Probing.One(_lab.Client, $"{address}%eth0", _lab.Port, seconds: 30);
        Assert.Equal(ProbeOutcome.Open, probe.Outcome);
        Assert.True(probe.CrossesNetwork);
    }

    [Fact]
    public void A_namespace_that_is_not_there_is_an_error_before_anything_is_sent()
    {
        var error = Assert.Throws<FirewallException>(() => Probing.One("pflab-no-such", "198.51.100.1", 80));
        Assert.Equal("NetworkNamespaceNotFound", error.ErrorId);
    }

    [Fact]
    public void Many_ports_are_probed_side_by_side()
    {
        Probing.One(null, "127.0.0.1", 1);
        var watch = Stopwatch.StartNew();
        var probes = Probing.All(_lab.Client, "198.51.100.1", [new PortRange(3000, 3255)], seconds: 1);
        Assert.Equal(256, probes.Count);
        Assert.All(probes, probe => Assert.Equal(ProbeOutcome.TimedOut, probe.Outcome));
        // One after the other they would take 256 s.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 60);
    }

    [Fact]
    public void Results_come_as_they_are_known_and_not_only_at_the_end()
    {
        Open();
        using var stop = new CancellationTokenSource();
        var plan = Probing.Plan(_lab.Client, "198.51.100.1", [new PortRange(3000, 3010), new PortRange(_lab.Port, _lab.Port)], seconds: 60);
        var watch = Stopwatch.StartNew();
        var first = PortProber.RunAsync(plan, stop.Token).ToBlockingEnumerable().First();
        Assert.Equal(_lab.Port, first.Port);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task Cancelling_ends_probes_at_once()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var plan = Probing.Plan(_lab.Client, "198.51.100.1", [new PortRange(3000, 3010)], seconds: 60);
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var probe in PortProber.RunAsync(plan, stop.Token))
                Assert.Fail($"No answer was to be expected, but: {probe.Outcome}");
        });
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.1, 30);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_probe_that_is_interrupted_at_any_moment()
    {
        var random = new Random();
        for (var time = 0; time < (Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1" ? 50 : 6); time++)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(0, 150)));
            var plan = Probing.Plan(_lab.Client, LabPlan.ServerHostName, [new PortRange(3000, 3040)], seconds: 60);
            if (time % 2 == 1)
                plan = plan with { Protocol = "udp", Datagram = DatagramApplications.Require("echo") };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var _ in PortProber.RunAsync(plan, stop.Token))
                {
                }
            });
            // A connection that is being made is the kernel's to forget as soon as its socket is closed.
            Assert.True(SpinWait.SpinUntil(() => _lab.InClient("ss", "-Htuna").Length == 0, TimeSpan.FromSeconds(10)), _lab.InClient("ss", "-Htunap"));
        }
    }

    [Fact]
    public void A_probe_ends_its_connection_without_a_reset()
    {
        Open();
        Assert.Equal(ProbeOutcome.Open, Probing.One(_lab.Client, "198.51.100.1", _lab.Port).Outcome);
        Thread.Sleep(200);
        // Counted by the client's kernel: resets that it sent (netstat -s).
        var lines = _lab.InClient("cat", "/proc/net/snmp").Split('\n').Where(line => line.StartsWith("Tcp:", StringComparison.Ordinal)).ToArray();
        var column = Array.IndexOf(lines[0].Split(' '), "OutRsts");
        Assert.Equal("0", lines[1].Split(' ')[column]);
    }

    private void Open()
    {
        foreach (var family in Enum.GetValues<AddressFamily>())
            _lab.InServer(_lab.Iptables(family), "-I", "INPUT", "3", "-p", "tcp", "--dport", $"{_lab.Port}", "-j", "ACCEPT");
    }

    private IPAddress LinkLocalOfServer()
    {
        // The kernel makes sure for about a second that nobody else has the address.
        for (var tries = 0; tries < 50; tries++)
        {
            var words = _lab.InServer("ip", "-6", "-oneline", "address", "show", "dev", "eth0", "scope", "link", "-tentative").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var at = Array.IndexOf(words, "inet6");
            if (at >= 0)
                return IPAddress.Parse(words[at + 1].Split('/')[0]);
            Thread.Sleep(100);
        }
        throw new InvalidOperationException("The server's interface got no link-local address.");
    }
}
