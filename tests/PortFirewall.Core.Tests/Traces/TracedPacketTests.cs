using CsCheck;

namespace PortFirewall;

/// <summary>What a packet's headers say of it.</summary>
public sealed class TracedPacketTests
{
    private static readonly byte[] Tcp = [0x9c, 0x40, 0x08, 0xae, 1, 2, 3, 4, 0, 0, 0, 0, 0x50, 0x02, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void Of_IPv4_also_with_options()
    {
        byte[] header = [0x46, 0, 0, 44, 0, 0, 0, 0, 64, 6, 0, 0, 198, 51, 100, 2, 198, 51, 100, 1, 1, 1, 1, 0];
        var packet = TracedPacket.Read([.. header, .. Tcp])!;
        Assert.Equal("IPv4 6 198.51.100.2:40000 198.51.100.1:2222 16909060", Words(packet));
        Assert.Equal(packet, TracedPacket.Read(header, Tcp));
    }

    [Fact]
    public void Of_IPv6_also_behind_other_headers()
    {
        byte[] header = [0x60, 0, 0, 0, 0, 28, 0, 64, .. Address("2001:db8::2"), .. Address("2001:db8::1")];
        var packet = TracedPacket.Read([.. header, 6, 0, 1, 4, 0, 0, 0, 0, .. Tcp])!;
        Assert.Equal("IPv6 6 2001:db8::2:40000 2001:db8::1:2222 16909060", Words(packet));
    }

    [Fact]
    public void Bytes_that_are_no_packet_are_none() => Assert.Null(TracedPacket.Read([0x45, 0, 0, 20]));

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Byte.Array[0, 120].Sample(bytes =>
    {
        _ = TracedPacket.Read(bytes);
        NftTraceMessages.Read(bytes, _ => { });
        _ = new RuleHandles().Add(bytes);
        _ = TraceTableMessages.ErrorIn(bytes);
    });

    private static byte[] Address(string text) => System.Net.IPAddress.Parse(text).GetAddressBytes();

    private static string Words(TracedPacket p)
        => $"{p.Family} {p.Protocol} {AddressSets.ToAddress(p.Source, p.Family)}:{p.SourcePort} {AddressSets.ToAddress(p.Destination, p.Family)}:{p.DestinationPort} {p.Sequence}";
}
