using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>Asks a STUN server how it sees this vantage (RFC 8489 2): the reply names the address and port that the request came from.</summary>
internal sealed class StunRequest : DatagramRequest
{
    private const int HeaderLength = 20;
    private const int CookieOffset = 4;
    private const ushort SuccessResponse = 0x0101;
    private const ushort ErrorResponse = 0x0111;
    private const ushort MappedAddress = 0x0001;
    private const ushort ErrorCode = 0x0009;
    private const ushort XorMappedAddress = 0x0020;

    // A binding request without attributes, the magic cookie, and 96 bits of transaction id.
    /// <inheritdoc/>
    public override byte[] Payload { get; } = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, .. RandomNumberGenerator.GetBytes(12)];

    private ReadOnlySpan<byte> CookieAndId => Payload.AsSpan(CookieOffset);

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < HeaderLength || !datagram[CookieOffset..HeaderLength].SequenceEqual(CookieAndId))
            return null;
        var kind = BinaryPrimitives.ReadUInt16BigEndian(datagram);
        return kind is SuccessResponse or ErrorResponse ? $"STUN server, {Said(datagram[HeaderLength..])}" : null;
    }

    private string Said(ReadOnlySpan<byte> attributes)
    {
        while (attributes.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(attributes[2..]);
            if (4 + length > attributes.Length)
                break;
            var value = attributes.Slice(4, length);
            switch (BinaryPrimitives.ReadUInt16BigEndian(attributes))
            {
                case XorMappedAddress when Address(value, CookieAndId) is { } address:
                    return $"which sees this vantage as {address}";
                case MappedAddress when Address(value, new byte[CookieAndId.Length]) is { } address:
                    return $"which sees this vantage as {address}";
                case ErrorCode when length >= 4:
                    return $"error {((value[2] & 7) * 100) + value[3]}";
            }
            attributes = attributes[Math.Min((4 + length + 3) & ~3, attributes.Length)..];
        }
        return "which does not say how it sees this vantage";
    }

    /// <summary>An address that was hidden from routers that rewrite what looks like one (RFC 8489 14.2).</summary>
    private static IPEndPoint? Address(ReadOnlySpan<byte> value, ReadOnlySpan<byte> mask)
    {
        if (value.Length is not (8 or 20))
            return null;
        var bytes = value[4..].ToArray();
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] ^= mask[i];
        return new IPEndPoint(new IPAddress(bytes), BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ BinaryPrimitives.ReadUInt16BigEndian(mask));
    }
}
