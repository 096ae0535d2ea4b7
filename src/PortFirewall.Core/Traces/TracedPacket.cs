using System.Buffers.Binary;

namespace PortFirewall;

/// <summary>What a packet's headers say of it where the kernel reports it.</summary>
internal sealed record TracedPacket(AddressFamily Family, int Protocol, UInt128 Source, UInt128 Destination)
{
    private const int IPv6HeaderLength = 40;

    /// <summary>The options that may stand between the header of IPv6 and the transport header (RFC 8200, 4).</summary>
    private static readonly int[] ExtensionHeaders = [0, 43, 60];

    public int SourcePort { get; init; }

    public int DestinationPort { get; init; }

    /// <summary>The sequence number of TCP, which two connections from one port don't share; 0 for others.</summary>
    public uint Sequence { get; init; }

    /// <summary>The number of the interface that it came in by.</summary>
    public int InInterface { get; init; }

    /// <summary>Who sent it: what stays the same on the packet's way in.</summary>
    public (AddressFamily, int Protocol, UInt128 Source, int Port, uint Sequence) Sender => (Family, Protocol, Source, SourcePort, Sequence);

    /// <summary>Reads a packet from its IP header on.</summary>
    public static TracedPacket? Read(ReadOnlySpan<byte> bytes) => ReadHeader(bytes) is var (packet, length) ? packet.WithTransport(bytes[Math.Min(length, bytes.Length)..]) : null;

    /// <summary>Reads headers that come apart.</summary>
    public static TracedPacket? Read(ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport, int? protocol = null)
        => ReadHeader(network) is var (packet, _) ? (packet with { Protocol = protocol ?? packet.Protocol }).WithTransport(transport) : null;

    private static (TracedPacket Packet, int Length)? ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 20 && bytes[0] >> 4 == 4)
            return (new TracedPacket(AddressFamily.IPv4, bytes[9], Number(bytes[12..16]), Number(bytes[16..20])), (bytes[0] & 0xf) * 4);
        if (bytes.Length < IPv6HeaderLength || bytes[0] >> 4 != 6)
            return null;
        int protocol = bytes[6];
        var length = IPv6HeaderLength;
        while (ExtensionHeaders.Contains(protocol) && bytes.Length >= length + 2)
        {
            protocol = bytes[length];
            length += (bytes[length + 1] + 1) * 8;
        }
        return (new TracedPacket(AddressFamily.IPv6, protocol, Number(bytes[8..24]), Number(bytes[24..40])), length);
    }

    private TracedPacket WithTransport(ReadOnlySpan<byte> header) => header.Length < 4 ? this : this with
    {
        SourcePort = BinaryPrimitives.ReadUInt16BigEndian(header),
        DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
        Sequence = Protocol == ProtocolNumbers.Tcp && header.Length >= 8 ? BinaryPrimitives.ReadUInt32BigEndian(header[4..]) : 0,
    };

    private static UInt128 Number(ReadOnlySpan<byte> octets)
    {
        var number = UInt128.Zero;
        foreach (var octet in octets)
            number = (number << 8) | octet;
        return number;
    }
}
