using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>
/// A thousand other connections a second at the same rule, from the same address: the probe's own packet is told from all of them. A machine that is busy
/// with something else takes longer for a thousand; only the long run insists on the second.
/// </summary>
public sealed class ProofUnderNoiseTests(ITestOutputHelper output)
{
    private const int Port = 2223;
    private const int Around = 1_000;
    private const double LeastPerSecond = 1_000;
    private const int Tries = 10;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    public static TheoryData<IptablesBackend, AddressFamily> Everywhere => new()
    {
        { IptablesBackend.Nft, AddressFamily.IPv4 },
        { IptablesBackend.Nft, AddressFamily.IPv6 },
        { IptablesBackend.Legacy, AddressFamily.IPv4 },
        { IptablesBackend.Legacy, AddressFamily.IPv6 },
    };

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void The_probes_own_packet_is_told_apart(IptablesBackend backend, AddressFamily family)
    {
        using var lab = TestLab.Create(backend);
        var proving = new Proving(lab, family);
        var proof = Prove(lab, family, proving, Accept(proving));
        Assert.True(proof.Confirmed, proof.Finding);
        Assert.Equal(1, proof.OwnPackets);
        Assert.Equal(ProofBasis.OwnPackets, proof.Basis);
        var probe = Assert.Single(proof.Probe);
        Assert.Contains($"its own packet, from {probe.LocalAddress} port {probe.LocalPort}.", proof.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_probe_that_is_blocked_upstream_proves_nothing_by_the_noise_of_others(IptablesBackend backend, AddressFamily family)
    {
        using var lab = TestLab.Create(backend);
        var proving = new Proving(lab, family);
        lab.InClient(lab.Iptables(family), "-A", "OUTPUT", "-p", "tcp", "--sport", "40000:60000", "-j", "DROP");
        var proof = Prove(lab, family, proving, Accept(proving), seconds: 0.5);
        Assert.False(proof.Confirmed);
        Assert.Equal(0, proof.OwnPackets);
        Assert.Equal(ProbeOutcome.TimedOut, Assert.Single(proof.Probe).Outcome);
        Assert.Contains("none was the probe's", proof.Finding, StringComparison.Ordinal);
        Assert.Contains("Look upstream", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void By_the_counter_alone_noise_is_no_proof_of_a_probe_that_somebody_else_answered()
    {
        using var lab = TestLab.Create();
        lab.InClient("iptables-nft", "-t", "nat", "-A", "OUTPUT", "-p", "tcp", "--sport", "40000:60000", "-j", "DNAT", "--to-destination", $"{lab.ServerAddress(AddressFamily.IPv4)}:2225");
        lab.InServer("iptables-nft", "-A", "INPUT", "-p", "tcp", "--dport", "2225", "-j", "ACCEPT");
        using var somebody = Listen(lab.Server, 2225);
        var proving = new Proving(lab, AddressFamily.IPv4);
        var proof = Prove(lab, AddressFamily.IPv4, proving, Accept(proving), counterOnly: true);
        Assert.Equal(ProbeOutcome.Open, Assert.Single(proof.Probe).Outcome);
        Assert.Equal(ProofBasis.Counter, proof.Basis);
        Assert.False(proof.Confirmed, proof.Finding);
        Assert.Contains("other traffic is on the rule", proof.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IptablesBackend.Nft, AddressFamily.IPv4, "DROP", "decides the packets before they reach it")]
    [InlineData(IptablesBackend.Nft, AddressFamily.IPv6, "ACCEPT", "took it before INPUT:4")]
    [InlineData(IptablesBackend.Legacy, AddressFamily.IPv4, "ACCEPT", "took it before INPUT:4")]
    [InlineData(IptablesBackend.Legacy, AddressFamily.IPv6, "DROP", "decides the packets before they reach it")]
    public void A_probe_that_an_earlier_rule_took_proves_nothing_and_the_rule_is_named(IptablesBackend backend, AddressFamily family, string target, string finding)
    {
        using var lab = TestLab.Create(backend);
        var proving = new Proving(lab, family);
        var rule = Accept(proving);
        var earlier = proving.Rule("-p", "tcp", "--sport", "40000:60000", "-j", target);
        var proof = Prove(lab, family, proving, rule, target == "DROP" ? 0.5 : 2);
        Assert.False(proof.Confirmed, proof.Finding);
        Assert.Equal(0, proof.OwnPackets);
        Assert.Contains($"{earlier.Place} ('{earlier.Specification}')", proof.Finding, StringComparison.Ordinal);
        Assert.Contains(finding, proof.Finding, StringComparison.Ordinal);
    }

    private static Socket Listen(string networkNamespace, int port) => NamespaceThread.RunAsync(networkNamespace, () =>
    {
        var listener = new Socket(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen();
        return listener;
    }, "listen", CancellationToken.None).GetAwaiter().GetResult();

    private static IptablesRule Accept(Proving proving) => proving.Rule("-p", "tcp", "--dport", $"{Port}", "-j", "ACCEPT");

    private PortProof Prove(TestLab lab, AddressFamily family, Proving proving, IptablesRule rule, double seconds = 2, bool counterOnly = false)
    {
        for (var tries = 1; ; tries++)
        {
            var (proof, perSecond) = ProveOnce(lab, family, proving, rule, seconds, counterOnly);
            output.WriteLine($"{perSecond:0} connections a second, {family}, {lab.Lab.Backend}");
            if (!IsLong || perSecond >= LeastPerSecond)
                return proof;
            Assert.True(tries < Tries, $"There were {perSecond:0} connections a second only, {Tries} times.");
        }
    }

    /// <summary>Half of the noise before the probe, and half of it behind.</summary>
    private static (PortProof Proof, double PerSecond) ProveOnce(TestLab lab, AddressFamily family, Proving proving, IptablesRule rule, double seconds, bool counterOnly)
    {
        using var noise = Noise.Start(lab, family, Port);
        var perSecond = 0.0;
        var proof = proving.Prove(rule, () =>
        {
            var (watch, before) = (Stopwatch.StartNew(), noise.Made);
            noise.Await(Around / 2);
            var probe = proving.Probe(Port, seconds);
            noise.Await(Around / 2);
            perSecond = (noise.Made - before) / watch.Elapsed.TotalSeconds;
            return [probe];
        }, counterOnly);
        Assert.True(proof.PacketDelta >= Around, $"{proof.PacketDelta} packets came to the rule only.");
        return (proof, perSecond);
    }
}
