using System.Buffers.Binary;

namespace PortFirewall;

/// <summary>Writes the transport header of the first packet of a connection, with the packet's number in it.</summary>
internal static class TransportWriter
{
    private const int TcpHeader = 20;
    private const int UdpHeader = 8;
    private const int SctpHeader = 12;
    private const int SctpInit = 20;
    private const int DccpRequest = 20;
    private const byte Acknowledges = 0x10;

    /// <summary>Writes header and payload, without the checksum; returned is their length.</summary>
    public static int Write(Span<byte> to, in TwinPacket packet, uint number)
    {
        var size = packet.Padding + packet.Protocol switch
        {
            ProtocolNumbers.Tcp => TcpHeader,
            ProtocolNumbers.Udp => UdpHeader + sizeof(uint),
            ProtocolNumbers.Sctp => SctpHeader + SctpInit,
            ProtocolNumbers.Dccp => DccpRequest,
            _ => throw new ArgumentOutOfRangeException(nameof(packet)),
        };
        to = to[..size];
        to.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)packet.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)packet.DestinationPort);
        switch (packet.Protocol)
        {
            case ProtocolNumbers.Tcp:
                BinaryPrimitives.WriteUInt32BigEndian(to[4..], number);
                // The reset that answers a segment with an acknowledgement tells nothing but that one.
                if ((packet.TcpFlags & Acknowledges) != 0)
                    BinaryPrimitives.WriteUInt32BigEndian(to[8..], number);
                to[12] = TcpHeader / 4 << 4;
                to[13] = packet.TcpFlags;
                BinaryPrimitives.WriteUInt16BigEndian(to[14..], 64240);
                break;
            case ProtocolNumbers.Udp:
                BinaryPrimitives.WriteUInt16BigEndian(to[4..], (ushort)size);
                BinaryPrimitives.WriteUInt32BigEndian(to[UdpHeader..], number);
                break;
            case ProtocolNumbers.Sctp:
                // An INIT chunk (RFC 9260 3.3.2): type, length, initiate tag, window, one stream each way, first TSN.
                to[12] = 1;
                to[15] = SctpInit;
                BinaryPrimitives.WriteUInt32BigEndian(to[16..], number);
                BinaryPrimitives.WriteUInt32BigEndian(to[20..], 65536);
                to[25] = to[27] = 1;
                BinaryPrimitives.WriteUInt32BigEndian(to[28..], number);
                break;
            default:
                // A DCCP-Request with a long sequence number (RFC 4340 5.1, 5.2).
                to[4] = DccpRequest / 4;
                to[8] = 1;
                BinaryPrimitives.WriteUInt32BigEndian(to[12..], number);
                break;
        }
        return size;
    }

    /// <summary>Writes the checksum.</summary>
    /// <param name="transport">Header and payload.</param>
    /// <param name="addresses">Source and destination, which all but SCTP's checksum covers.</param>
    /// <param name="protocol">The protocol's number.</param>
    public static void WriteChecksum(Span<byte> transport, ReadOnlySpan<byte> addresses, int protocol)
    {
        if (protocol == ProtocolNumbers.Sctp)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(transport[8..], Crc32C.Of(transport));
            return;
        }
        var checksum = InternetChecksum.Of(transport, InternetChecksum.Sum(addresses) + (uint)protocol + (uint)transport.Length);
        // UDP takes 0 for "none" (RFC 768).
        var offset = protocol == ProtocolNumbers.Tcp ? 16 : 6;
        BinaryPrimitives.WriteUInt16BigEndian(transport[offset..], checksum == 0 && protocol == ProtocolNumbers.Udp ? ushort.MaxValue : checksum);
    }
}
