using System.Buffers.Binary;

namespace PortFirewall;

/// <summary>Writes packets as frames, with every checksum right: connection tracking takes a packet with a wrong one for <c>INVALID</c>.</summary>
internal static class FrameWriter
{
    public const int EthernetHeader = 14;
    public const ushort EtherTypeIPv4 = 0x0800;
    public const ushort EtherTypeIPv6 = 0x86dd;

    private const int IPv4Header = 20;
    private const int IPv6Header = 40;
    private const byte TimeToLive = 64;

    private static readonly byte[] Sender = [0x02, 0, 0x5e, 0xff, 0xff, 0xfe];

    /// <summary>Writes a frame; returned is its length.</summary>
    /// <param name="frame">Where to.</param>
    /// <param name="packet">What.</param>
    /// <param name="number">The packet's number.</param>
    /// <param name="station">The station address of the interface at which it comes in.</param>
    public static int Write(Span<byte> frame, in TwinPacket packet, int number, ReadOnlySpan<byte> station)
    {
        var isIPv4 = packet.Family == AddressFamily.IPv4;
        var header = isIPv4 ? IPv4Header : IPv6Header;
        var network = frame[EthernetHeader..];
        var size = TransportWriter.Write(network[header..], packet, PacketNumber.Encode(number));
        var total = header + size;
        network = network[..total];
        if (isIPv4)
            WriteIPv4(network, packet);
        else
            WriteIPv6(network, packet, size);
        TransportWriter.WriteChecksum(network[header..], network[(isIPv4 ? 12 : 8)..header], packet.Protocol);
        WriteEthernet(frame, packet, station);
        return EthernetHeader + total;
    }

    private static void WriteEthernet(Span<byte> frame, in TwinPacket packet, ReadOnlySpan<byte> station)
    {
        switch (packet.Frame)
        {
            case FrameDestination.Broadcast:
                frame[..6].Fill(0xff);
                break;
            case FrameDestination.Multicast:
                ((ReadOnlySpan<byte>)[0x01, 0, 0x5e, 0, 0, 0x01]).CopyTo(frame);
                break;
            default:
                station.CopyTo(frame);
                break;
        }
        Sender.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], packet.Family == AddressFamily.IPv4 ? EtherTypeIPv4 : EtherTypeIPv6);
    }

    private static void WriteIPv4(Span<byte> network, in TwinPacket packet)
    {
        network[..IPv4Header].Clear();
        network[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(network[2..], (ushort)network.Length);
        // Never to be cut into fragments, so it needs no identification (RFC 6864).
        network[6] = 0x40;
        network[8] = TimeToLive;
        network[9] = (byte)packet.Protocol;
        BinaryPrimitives.WriteUInt32BigEndian(network[12..], (uint)packet.Source);
        BinaryPrimitives.WriteUInt32BigEndian(network[16..], (uint)packet.Destination);
        BinaryPrimitives.WriteUInt16BigEndian(network[10..], InternetChecksum.Of(network[..IPv4Header], 0));
    }

    private static void WriteIPv6(Span<byte> network, in TwinPacket packet, int size)
    {
        network[..IPv6Header].Clear();
        network[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(network[4..], (ushort)size);
        network[6] = (byte)packet.Protocol;
        network[7] = TimeToLive;
        BinaryPrimitives.WriteUInt128BigEndian(network[8..], packet.Source);
        BinaryPrimitives.WriteUInt128BigEndian(network[24..], packet.Destination);
    }
}
