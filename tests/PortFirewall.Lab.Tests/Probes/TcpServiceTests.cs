using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>TCP services that behave in ways of their own: what a connection proves of them, and what it does not.</summary>
public sealed class TcpServiceTests : IDisposable
{
    private readonly TestLab _lab = TestLab.Create();

    public static TheoryData<AddressFamily> Families => new(AddressFamily.IPv4, AddressFamily.IPv6);

    public void Dispose() => _lab.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void A_service_that_accepts_late_is_open_at_once_since_the_kernel_shakes_hands(AddressFamily family)
    {
        using var service = Listen(Any(family), backlog: 8);
        var probe = Probe(family, PortOf(service), seconds: 60);
        Assert.Equal(ProbeOutcome.Open, probe.Outcome);
        Assert.InRange(probe.Latency!.Value.TotalSeconds, 0, 30);
        using var accepted = service.Accept();
        Assert.Equal(probe.LocalPort, ((IPEndPoint)accepted.RemoteEndPoint!).Port);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task A_service_that_accepts_and_closes_is_open(AddressFamily family)
    {
        using var service = Listen(Any(family), backlog: 8);
        var closing = CloseFirstAsync(service);
        Assert.Equal(ProbeOutcome.Open, Probe(family, PortOf(service)).Outcome);
        await closing.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task A_service_that_never_accepts_times_out_once_its_queue_is_full_and_the_detail_names_that(AddressFamily family)
    {
        using var service = Listen(Any(family), backlog: 0);
        Allow(family, PortOf(service));
        // The kernel takes one more than the backlog, and drops every SYN after that.
        using var waiting = await NamespaceThread.RunAsync(
            _lab.Client, () => new Socket(Any(family).AddressFamily, SocketType.Stream, ProtocolType.Tcp), "connect", CancellationToken.None);
        await waiting.ConnectAsync(_lab.ServerAddress(family), PortOf(service));
        var probe = Probe(family, PortOf(service), seconds: 1.5);
        Assert.Equal(ProbeOutcome.TimedOut, probe.Outcome);
        Assert.False(probe.Reachable);
        Assert.Contains("queue is full", probe.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_service_on_loopback_only_is_refused_from_outside_and_open_to_its_own_host(AddressFamily family)
    {
        var loopback = family == AddressFamily.IPv4 ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        using var service = Listen(loopback, backlog: 8);
        Assert.Equal(ProbeOutcome.Refused, Probe(family, PortOf(service)).Outcome);
        var own = Probing.One(_lab.Server, loopback.ToString(), PortOf(service));
        Assert.Equal(ProbeOutcome.Open, own.Outcome);
        Assert.False(own.CrossesNetwork);
    }

    [Fact]
    public void A_service_on_IPv6_only_is_open_there_and_refused_over_IPv4()
    {
        using var service = Listen(_lab.Lab.ServerAddressIPv6, backlog: 8);
        Assert.Equal(ProbeOutcome.Refused, Probe(AddressFamily.IPv4, PortOf(service)).Outcome);
        Assert.Equal(ProbeOutcome.Open, Probe(AddressFamily.IPv6, PortOf(service)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_connection_that_REDIRECT_gives_to_another_port_is_open_and_says_no_more_than_that_somebody_took_it(AddressFamily family)
    {
        _lab.InServer(_lab.Iptables(family), "-t", "nat", "-A", "PREROUTING", "-p", "tcp", "--dport", "8443", "-j", "REDIRECT", "--to-ports", $"{_lab.Port}");
        Allow(family, _lab.Port);
        var probe = Probing.One(_lab.Client, _lab.ServerAddress(family).ToString(), 8443, seconds: 2);
        Assert.Equal(ProbeOutcome.Open, probe.Outcome);
        Assert.Contains("took it, or something on the way in its place", probe.Detail, StringComparison.Ordinal);
    }

    private static IPAddress Any(AddressFamily family) => family == AddressFamily.IPv4 ? IPAddress.Any : IPAddress.IPv6Any;

    private static int PortOf(Socket service) => ((IPEndPoint)service.LocalEndPoint!).Port;

    private static async Task CloseFirstAsync(Socket service) => (await service.AcceptAsync()).Dispose();

    private Socket Listen(IPAddress address, int backlog) => NamespaceThread.RunAsync(
        _lab.Server,
        () =>
        {
            var service = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            service.Bind(new IPEndPoint(address, 0));
            service.Listen(backlog);
            return service;
        },
        "listen",
        CancellationToken.None).GetAwaiter().GetResult();

    private PortProbe Probe(AddressFamily family, int port, double seconds = 2)
    {
        Allow(family, port);
        return Probing.One(_lab.Client, _lab.ServerAddress(family).ToString(), port, seconds);
    }

    private void Allow(AddressFamily family, int port)
        => _lab.InServer(_lab.Iptables(family), "-I", "INPUT", "3", "-p", "tcp", "--dport", $"{port}", "-j", "ACCEPT");
}
