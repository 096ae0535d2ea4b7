using System.Buffers.Binary;
using System.Net;

namespace PortFirewall;

/// <summary>A packet that was seen on its way, by what tells whose it is.</summary>
/// <param name="Protocol">The number of its transport protocol.</param>
/// <param name="Source">Where it came from, as it was when it was seen.</param>
/// <param name="SourcePort">The port that it came from; 0 where it has none.</param>
/// <param name="Destination">Where it was going, as it was when it was seen: behind a rule that translates it, its new destination.</param>
/// <param name="DestinationPort">The port that it was going to; 0 where it has none.</param>
/// <param name="At">When it was handed over, which is a moment later than it was seen.</param>
internal readonly record struct Sighting(byte Protocol, UInt128 Source, ushort SourcePort, UInt128 Destination, ushort DestinationPort, DateTimeOffset At)
{
    private const int IPv4Header = 20;
    private const int IPv6Header = 40;
    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte Fragment = 44;
    private const byte Authentication = 51;
    private const byte DestinationOptions = 60;

    /// <summary>Reads the headers of a packet (RFC 791, RFC 8200); null where they are cut off, or it is not the first fragment.</summary>
    public static Sighting? Read(ReadOnlySpan<byte> packet, AddressFamily family, DateTimeOffset at)
        => family == AddressFamily.IPv4 ? ReadIPv4(packet, at) : ReadIPv6(packet, at);

    private static Sighting? ReadIPv4(ReadOnlySpan<byte> packet, DateTimeOffset at)
    {
        if (packet.Length < IPv4Header || packet[0] >> 4 != 4)
            return null;
        var header = (packet[0] & 0xf) * 4;
        var offset = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x1fff;
        return header < IPv4Header || offset != 0 ? null : Of(packet[9], packet[12..16], packet[16..20], packet[Math.Min(header, packet.Length)..], at);
    }

    private static Sighting? ReadIPv6(ReadOnlySpan<byte> packet, DateTimeOffset at)
    {
        if (packet.Length < IPv6Header || packet[0] >> 4 != 6)
            return null;
        var next = packet[6];
        var rest = packet[IPv6Header..];
        while (next is HopByHop or Routing or Fragment or Authentication or DestinationOptions)
        {
            if (rest.Length < 8 || (next == Fragment && (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) & 0xfff8) != 0))
                return null;
            // The length is in units of 8 bytes beyond the first, and of 4 beyond the second for AH (RFC 4302 2.2).
            var length = next switch { Fragment => 8, Authentication => (rest[1] + 2) * 4, _ => (rest[1] + 1) * 8 };
            next = rest[0];
            rest = rest[Math.Min(length, rest.Length)..];
        }
        return Of(next, packet[8..24], packet[24..40], rest, at);
    }

    private static Sighting? Of(byte protocol, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> transport, DateTimeOffset at)
    {
        var hasPorts = protocol is ProtocolNumbers.Tcp or ProtocolNumbers.Udp or ProtocolNumbers.Dccp or ProtocolNumbers.Sctp;
        if (hasPorts && transport.Length < 2 * sizeof(ushort))
            return null;
        return new Sighting(protocol, Number(source), PortIn(transport), Number(destination), PortIn(transport[(hasPorts ? sizeof(ushort) : 0)..]), at);

        static UInt128 Number(ReadOnlySpan<byte> address) => AddressSets.ToNumber(new IPAddress(address));
        ushort PortIn(ReadOnlySpan<byte> header) => hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(header) : (ushort)0;
    }
}
