using System.Collections.Concurrent;

namespace PortFirewall;

/// <summary>Packets that a rule logs are handed over, and nothing is kept back or left behind.</summary>
public sealed class NflogSocketTests
{
    public static TheoryData<IptablesBackend, AddressFamily> Everywhere => new()
    {
        { IptablesBackend.Nft, AddressFamily.IPv4 },
        { IptablesBackend.Nft, AddressFamily.IPv6 },
        { IptablesBackend.Legacy, AddressFamily.IPv4 },
        { IptablesBackend.Legacy, AddressFamily.IPv6 },
    };

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Each_connection_that_meets_the_rule_is_handed_over(IptablesBackend backend, AddressFamily family)
    {
        using var lab = TestLab.Create(backend);
        using var socket = await NflogSocket.OpenAsync(lab.Server, null, 128, CancellationToken.None);
        var packets = new ConcurrentQueue<NflogPacket>();
        socket.Listen(packets.Enqueue);
        lab.InServer(lab.Iptables(family), "-I", "INPUT", "1", "-p", "tcp", "--syn", "--dport", $"{lab.Port}", "-j", "NFLOG", "--nflog-group", $"{socket.Group}", "--nflog-prefix", "here", "--nflog-size", "128");
        lab.InServer(lab.Iptables(family), "-I", "INPUT", "2", "-p", "tcp", "--dport", $"{lab.Port}", "-j", "ACCEPT");
        for (var i = 0; i < 20; i++)
            Assert.Equal(ProbeOutcome.Open, Probing.One(lab.Client, lab.ServerAddress(family).ToString(), lab.Port).Outcome);
        socket.End();
        Assert.False(socket.HasLost);
        Assert.Equal(20, packets.Count);
        Assert.All(packets, packet =>
        {
            Assert.Equal("here", packet.Prefix);
            Assert.Equal(family, packet.Family);
            Assert.Equal(family == AddressFamily.IPv4 ? 4 : 6, packet.Bytes.Span[0] >> 4);
            Assert.NotNull(packet.InInterface);
        });
    }

    [Fact]
    public async Task A_group_that_somebody_listens_to_is_refused_and_free_again_afterwards()
    {
        using var lab = TestLab.Create();
        ushort group;
        using (var first = await NflogSocket.OpenAsync(lab.Server, null, 64, CancellationToken.None))
        {
            group = first.Group;
            var error = await Assert.ThrowsAsync<FirewallException>(() => NflogSocket.OpenAsync(lab.Server, group, 64, CancellationToken.None));
            Assert.Equal("PacketLogUnavailable", error.ErrorId);
            // Every network namespace has groups of its own.
            using var elsewhere = await NflogSocket.OpenAsync(lab.Client, group, 64, CancellationToken.None);
        }
        using var again = await NflogSocket.OpenAsync(lab.Server, group, 64, CancellationToken.None);
    }
}
