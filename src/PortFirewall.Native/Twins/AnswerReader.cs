using System.Buffers.Binary;

namespace PortFirewall;

/// <summary>Tells which packet a frame that the kernel sent out is about, and what it says of it.</summary>
internal static class AnswerReader
{
    private const int IPv6Header = 40;
    private const int IcmpHeader = 8;
    private const byte Icmp = 1;
    private const byte Icmp6 = 58;
    private const byte DestinationUnreachable = 3;
    private const byte DestinationUnreachable6 = 1;
    private const byte Reset = 0x04;
    private const byte Acknowledges = 0x10;

    /// <summary>The packet's number and what became of it; null for a frame that is about none.</summary>
    public static (int Number, TwinVerdict Verdict)? Read(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < FrameWriter.EthernetHeader || SplitPacket(frame[FrameWriter.EthernetHeader..]) is not { } packet)
            return null;
        var transport = frame[FrameWriter.EthernetHeader..][packet.Header..];
        if (packet.Protocol is Icmp or Icmp6)
            return ReadError(transport, packet.Protocol);
        if (packet.Protocol == ProtocolNumbers.Tcp && transport.Length >= 20 && (transport[13] & Reset) != 0)
        {
            var acknowledged = (transport[13] & Acknowledges) != 0;
            return (PacketNumber.Decode(BinaryPrimitives.ReadUInt32BigEndian(transport[(acknowledged ? 8 : 4)..])), TwinVerdict.Rejected);
        }
        return IsNumbered(packet.Protocol) ? (PacketNumber.ReadFrom(transport, packet.Protocol), TwinVerdict.Forwarded) : null;
    }

    private static (int Number, TwinVerdict Verdict)? ReadError(ReadOnlySpan<byte> error, int protocol)
    {
        if (error.Length < IcmpHeader || error[0] != (protocol == Icmp ? DestinationUnreachable : DestinationUnreachable6)
            || SplitPacket(error[IcmpHeader..]) is not { } quoted || !IsNumbered(quoted.Protocol))
            return null;
        return (PacketNumber.ReadFrom(error[IcmpHeader..][quoted.Header..], quoted.Protocol), TwinVerdict.Rejected);
    }

    private static bool IsNumbered(int protocol) => protocol is ProtocolNumbers.Tcp or ProtocolNumbers.Udp or ProtocolNumbers.Sctp or ProtocolNumbers.Dccp;

    /// <summary>The length of the network header, and what follows it.</summary>
    private static (int Header, int Protocol)? SplitPacket(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 20)
            return null;
        return (packet[0] >> 4) switch
        {
            4 when (packet[0] & 0xf) * 4 is var header && packet.Length >= header => (header, packet[9]),
            6 when packet.Length >= IPv6Header => (IPv6Header, packet[6]),
            _ => null,
        };
    }
}
