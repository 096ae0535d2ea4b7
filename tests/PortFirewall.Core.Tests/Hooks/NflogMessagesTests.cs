using System.Buffers.Binary;
using System.Text;
using CsCheck;

namespace PortFirewall;

/// <summary>What the kernel says of packets that rules log, byte by byte.</summary>
public sealed class NflogMessagesTests
{
    private const ushort Packet = 0x400;
    private const ushort Answer = 2;

    private static readonly byte[] Payload = [0x45, 0, 0, 20];

    [Fact]
    public void A_packet_comes_with_its_prefix_and_its_bytes()
    {
        var (answer, packets) = Read(Logged(2, "to 2222"));
        Assert.Null(answer);
        var packet = Assert.Single(packets);
        Assert.Equal("to 2222", packet.Prefix);
        Assert.Equal(AddressFamily.IPv4, packet.Family);
        Assert.Equal(Payload, packet.Bytes.ToArray());
        Assert.Equal(7, packet.InInterface);
        Assert.Equal(0x80000001, packet.Mark);
    }

    [Fact]
    public void Several_packets_may_come_at_once_and_the_answer_behind_them()
    {
        var (answer, packets) = Read([.. Logged(2, "one"), .. Logged(10, "two"), .. Logged(7, "three"), .. Message(Answer, BitConverter.GetBytes(0))]);
        Assert.Equal(0, answer);
        Assert.Equal(["one IPv4", "two IPv6", "three "], packets.Select(p => $"{p.Prefix} {p.Family}"));
    }

    [Fact]
    public void A_refusal_is_its_errno() => Assert.Equal(16, Read(Message(Answer, [.. BitConverter.GetBytes(-16), .. new byte[16]])).Answer);

    [Fact]
    public void A_packet_without_a_prefix_and_without_bytes_is_one_too()
    {
        var packet = Assert.Single(Read(Message(Packet, [2, 0, 0, 0])).Packets);
        Assert.Equal("", packet.Prefix);
        Assert.True(packet.Bytes.IsEmpty);
        Assert.Null(packet.InInterface);
    }

    [Fact]
    public void A_message_that_is_cut_off_is_left_out()
    {
        var whole = Logged(2, "x");
        for (var cut = 0; cut < whole.Length; cut++)
            Assert.Empty(Read(whole[..cut]).Packets);
    }

    [Fact]
    public void No_bytes_at_all_do_harm()
        => Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            _ = Read(bytes);
            _ = Read(Message(Packet, [2, 0, 0, 0, .. bytes]));
            _ = Read(Message(Answer, bytes));
        });

    [Fact]
    public void The_request_names_the_group_and_wants_each_packet_at_once()
    {
        Assert.Equal(
            [56, 0, 0, 0, 1, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12, 0x34, 5, 0, 1, 0, 1, 0, 0, 0, 10, 0, 2, 0, 0, 0, 0, 128, 2, 0, 0, 0, 8, 0, 3, 0, 0, 0, 1, 128, 8, 0, 5, 0, 0, 0, 0, 1],
            NflogMessages.Bind(0x1234, 128));
        Assert.Equal([28, 0, 0, 0, 1, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 5, 0, 1, 0, 2, 0, 0, 0], NflogMessages.Unbind(9));
    }

    private static (int? Answer, List<NflogPacket> Packets) Read(byte[] bytes)
    {
        var packets = new List<NflogPacket>();
        return (NflogMessages.Read(bytes, packets.Add), packets);
    }

    private static byte[] Logged(byte family, string prefix) => Message(
        Packet,
        [
            family, 0, 0, 0,
            .. NetlinkAttributes.Write(1, [8, 0, 1, 0]),
            .. NetlinkAttributes.Write(2, Number(0x80000001)),
            .. NetlinkAttributes.Write(4, Number(7)),
            .. NetlinkAttributes.Write(10, Encoding.UTF8.GetBytes(prefix + '\0')),
            .. NetlinkAttributes.Write(9, Payload),
        ]);

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Message(ushort type, byte[] body)
        => [.. BitConverter.GetBytes(16 + body.Length), .. BitConverter.GetBytes(type), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. body, .. new byte[-body.Length & 3]];
}
