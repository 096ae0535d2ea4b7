using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>Ports that nat sends to a third namespace, as Docker does with those of its containers: real connections have the last word.</summary>
public sealed class PublishedPortTests : IDisposable
{
    private readonly TestLab _lab = TestLab.Create();
    private readonly string _container;

    public PublishedPortTests()
    {
        _container = _lab.Lab.Name + "-third";
        TestLab.Run(null, "ip", "netns", "add", _container).EnsureSuccess();
        _lab.InServer("ip", "link", "add", "docker0", "type", "veth", "peer", "name", "eth0", "netns", _container);
        _lab.InServer("ip", "address", "add", "172.17.0.1/16", "dev", "docker0");
        _lab.InServer("ip", "link", "set", "docker0", "up");
        _lab.InServer("sysctl", "-qw", "net.ipv4.ip_forward=1");
        foreach (var words in (string[])["link set lo up", "link set eth0 up", "address add 172.17.0.2/16 dev eth0", "route add default via 172.17.0.1"])
            TestLab.Run(_container, ["ip", .. words.Split(' ')]).EnsureSuccess();
        _lab.InServer("iptables-nft-restore", Path.Combine(AppContext.BaseDirectory, "Hooks", "docker-published.rules"));
        foreach (var words in (string[])["-A INPUT -p tcp -m tcp --dport 8080:8081 -j ACCEPT", "-I FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"])
            _lab.InServer(["iptables-nft", .. words.Split(' ')]);
    }

    public void Dispose()
    {
        _lab.Dispose();
        TestLab.Run(null, "ip", "netns", "delete", _container).EnsureSuccess();
    }

    [Fact]
    public async Task A_verdict_behind_nat_is_what_a_client_meets_and_a_place_in_INPUT_helps_nobody()
    {
        using var web = await ListenAsync(80);
        using var other = await ListenAsync(81);

        Assert.Equal("Accept by DOCKER:1", await ToldAsync(8080));
        Assert.True(ClientGetsThrough(8080));
        var published = await FindAsync(8080);
        Assert.StartsWith("No place in INPUT helps: nat DOCKER:2 ", published.Reason, StringComparison.Ordinal);
        Assert.True(published.AlreadyAccepted);

        Assert.Equal("Drop by FORWARD:policy", await ToldAsync(8081));
        Assert.False(ClientGetsThrough(8081));
        Assert.StartsWith("No place in INPUT helps: nat DOCKER:3 ", (await FindAsync(8081)).Reason, StringComparison.Ordinal);
        var error = await OpenAsync(8081);
        Assert.Equal("PortTranslated", error?.ErrorId);
        Assert.Contains("look at FORWARD", error!.RecommendedAction, StringComparison.Ordinal);
        _lab.InServer("iptables-nft", "-I", "INPUT", "1", "-i", "eth0", "-p", "tcp", "--dport", "8081", "-j", "ACCEPT");
        Assert.False(ClientGetsThrough(8081));
        _lab.InServer("iptables-nft", "-A", "DOCKER", "-o", "docker0", "-p", "tcp", "--dport", "81", "-j", "ACCEPT");
        Assert.True(ClientGetsThrough(8081));
        Assert.Equal("Accept by DOCKER:2", await ToldAsync(8081));
    }

    [Fact]
    public async Task The_kernel_says_the_same_in_a_twin()
    {
        using var rehearsal = await Rehearsal.PrepareAsync(Scope, [AddressFamily.IPv4], CancellationToken.None);
        foreach (var (port, verdict) in new[] { (8080, PortVerdict.Accept), (8081, PortVerdict.Drop) })
            Assert.Equal(verdict, (await rehearsal.RehearseAsync(Rule(port), CancellationToken.None)).Verdict);
    }

    private FirewallScope Scope => new(_lab.Server, _lab.Lab.Backend);

    private static PortRule Rule(int port) => new() { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(port, port), InInterface = "eth0" };

    private async Task<IptablesRuleset> ReadAsync()
        => await HostFactsReader.CompleteAsync((await HookedRulesets.ReadAsync(Scope, [AddressFamily.IPv4], CancellationToken.None)).Rulesets[0], CancellationToken.None);

    private async Task<string> ToldAsync(int port)
    {
        var path = PortPathAnalysis.Analyze(await ReadAsync(), Rule(port).Packets, "tcp");
        return $"{path.Verdict} by {path.DecidedBy}";
    }

    private async Task<IptablesInsertPosition> FindAsync(int port) => InsertPositionFinder.Find(await ReadAsync(), Rule(port));

    private async Task<FirewallException?> OpenAsync(int port)
        => (await RuleInsertion.PrepareAsync(new InsertRequest(Scope, [Rule(port)], Position: null, Force: false), CancellationToken.None)).Plans.Single().Error;

    private bool ClientGetsThrough(int port) => TestLab.Run(_lab.Client, "nc.openbsd", "-z", "-n", "-w", "1", $"{_lab.Lab.ServerAddress}", $"{port}").ExitCode == 0;

    /// <summary>The kernel makes connections to it by itself.</summary>
    private Task<TcpListener> ListenAsync(int port) => NamespaceThread.RunAsync(
        _container,
        () =>
        {
            var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return listener;
        },
        "listen in a network namespace", CancellationToken.None);
}
