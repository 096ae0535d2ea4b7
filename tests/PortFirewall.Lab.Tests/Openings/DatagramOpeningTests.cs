using System.Text;

namespace PortFirewall;

/// <summary>A UDP port is opened and closed only on the application's own word: a datagram without an answer proves neither.</summary>
public sealed class DatagramOpeningTests : IDisposable
{
    private readonly TestLab _lab = TestLab.Create();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task A_service_that_answers_is_opened_and_closed_again()
    {
        using var server = UdpServer.Start(_lab.Server, request => request);
        var opening = await RunAsync(new PortOpener(Request(server.Port)));
        Assert.True(opening.Succeeded, opening.Finding);
        Assert.Equal([ProbeOutcome.Replied, ProbeOutcome.Replied], opening.Probe.Select(p => p.Outcome));
        Assert.All(opening.Proof, p => Assert.True(p is { Confirmed: true, OwnPackets: > 0 }));

        var closing = await RunAsync(new PortCloser(Request(server.Port)));
        Assert.True(closing.Succeeded, closing.Finding);
        Assert.Equal([ProbeOutcome.NoReply, ProbeOutcome.NoReply], closing.Probe.Select(p => p.Outcome));
        Assert.DoesNotContain("-p udp", _lab.InServer(_lab.Iptables(AddressFamily.IPv4), "-S", "INPUT"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_stays_silent_is_not_called_open_though_its_packets_arrive()
    {
        using var server = UdpServer.Start(_lab.Server, _ => null);
        var opening = await RunAsync(new PortOpener(Request(server.Port)));
        Assert.Equal((PortOpeningStep.Probe, "PortNotReached", true), (opening.FailedStep, opening.ErrorId, opening.Undone));
        Assert.All(opening.Proof, p => Assert.True(p is { Confirmed: false, OwnPackets: > 0 }));
        Assert.Contains("unproven", opening.Finding, StringComparison.Ordinal);
        Assert.DoesNotContain("-p udp", _lab.InServer(_lab.Iptables(AddressFamily.IPv4), "-S", "INPUT"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_stays_silent_can_not_be_proved_closed_either()
    {
        using var server = UdpServer.Start(_lab.Server, _ => null);
        foreach (var family in (AddressFamily[])[AddressFamily.IPv4, AddressFamily.IPv6])
            _lab.InServer(_lab.Iptables(family), "-A", "INPUT", "-p", "udp", "-m", "udp", "--dport", $"{server.Port}", "-j", "ACCEPT");
        var closing = await RunAsync(new PortCloser(Request(server.Port)));
        Assert.Equal((PortOpeningStep.Probe, "ClosingNotProvable", false), (closing.FailedStep, closing.ErrorId, closing.Changed));
        Assert.Contains("-p udp", _lab.InServer(_lab.Iptables(AddressFamily.IPv4), "-S", "INPUT"), StringComparison.Ordinal);
    }

    private OpeningRequest Request(int port) => new()
    {
        Scope = new FirewallScope(_lab.Server, _lab.Lab.Backend),
        Ports = new Dictionary<PortRange, IReadOnlyList<AddressFamily>> { [new PortRange(port, port)] = [AddressFamily.IPv4, AddressFamily.IPv6] },
        FamiliesAreNamed = true,
        Rule = (range, family) => new PortRule { Family = family, Protocol = "udp", Port = range },
        Probes = Probing.Plan(_lab.Client, "", [], 0.5) with { ComputerNames = [], Protocol = "udp", Datagram = DatagramApplication.OfPayload(Encoding.ASCII.GetBytes("ping"), null) },
    };

    private static async Task<PortOpening> RunAsync(PortOperation operation)
    {
        foreach (var look in operation.Looks)
            await operation.RunAsync(look, CancellationToken.None);
        if (operation.Going.Count > 0)
            await operation.PlanAsync(CancellationToken.None);
        await operation.ChangeAsync(rollback: null, CancellationToken.None);
        foreach (var proof in operation.Proofs)
            await operation.RunAsync(proof, CancellationToken.None);
        await operation.UndoAsync(all: false);
        return Assert.Single(operation.Results);
    }
}
