using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Asks one host by multicast DNS, but not by multicast, for the name that belongs to its own address (RFC 6762 4 and 5.5): every
/// responder has that. The port that asks is not 5353, so the reply comes to it alone and with its id (RFC 6762 6.7).
/// </summary>
internal sealed class MdnsRequest(IPEndPoint to) : DatagramRequest
{
    private const int HeaderLength = 12;

    // One question: the reverse name, PTR, IN.
    /// <inheritdoc/>
    public override byte[] Payload { get; } =
        [.. RandomNumberGenerator.GetBytes(2), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. ReverseName(to.Address.GetAddressBytes()), 0, 12, 0, 1];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
        => datagram.Length >= HeaderLength && datagram[..2].SequenceEqual(Payload.AsSpan(0, 2)) && (datagram[2] & 0x80) != 0
            ? $"mDNS responder, {(BinaryPrimitives.ReadUInt16BigEndian(datagram[6..]) > 0 ? "its name" : "no name")}"
            : null;

    /// <summary>RFC 1035 3.5, RFC 3596 2.5.</summary>
    private static byte[] ReverseName(byte[] address)
    {
        IEnumerable<string> digits = address.Length == 4
            ? address.Select(b => b.ToString(CultureInfo.InvariantCulture))
            : address.SelectMany(b => new[] { $"{b >> 4:x}", $"{b & 0xF:x}" });
        var labels = digits.Reverse().Append(address.Length == 4 ? "in-addr" : "ip6").Append("arpa");
        return [.. labels.SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
    }
}
