using System.Buffers.Binary;

namespace PortFirewall;

/// <summary>
/// The number of a packet, which it carries where no rule changes it and where ICMP errors quote it. A reset tells the number
/// in its acknowledgement with the length of the segment added (RFC 9293 3.10.7.1), so numbers are wide apart.
/// </summary>
internal static class PacketNumber
{
    /// <summary>More than any packet is long.</summary>
    private const int Spacing = 4096;

    /// <summary>How many packets can be told apart.</summary>
    public const int Most = 1_000_000;

    /// <summary>How the number is written into the packet.</summary>
    public static uint Encode(int number) => (uint)(number + 1) * Spacing;

    /// <summary>The number; -1 for what no packet carries.</summary>
    public static int Decode(uint value) => (int)(value / Spacing) - 1;

    /// <summary>Reads the number from a packet of a protocol, which begins with its transport header; -1 where it is too short.</summary>
    public static int ReadFrom(ReadOnlySpan<byte> transport, int protocol)
        => OffsetIn(protocol) is var offset && transport.Length >= offset + sizeof(uint)
            ? Decode(BinaryPrimitives.ReadUInt32BigEndian(transport[offset..]))
            : -1;

    /// <summary>Where the number is: TCP's sequence number, UDP's payload, SCTP's initiate tag, DCCP's sequence number.</summary>
    private static int OffsetIn(int protocol) => protocol switch
    {
        ProtocolNumbers.Tcp => 4,
        ProtocolNumbers.Udp => 8,
        ProtocolNumbers.Sctp => 16,
        ProtocolNumbers.Dccp => 12,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };
}
