using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Asks one host by multicast DNS, but not by multicast, which services it announces (RFC 6762 5.5, RFC 6763 9). The port that asks is
/// not 5353, so the reply comes to it alone and with its id (RFC 6762 6.7). A host on another link stays silent (RFC 6762 11).
/// </summary>
internal sealed class MdnsRequest : DatagramRequest
{
    // One question: _services._dns-sd._udp.local, PTR, IN.
    /// <inheritdoc/>
    public override byte[] Payload { get; } =
        [.. RandomNumberGenerator.GetBytes(2), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9, .. "_services"u8, 7, .. "_dns-sd"u8, 4, .. "_udp"u8, 5, .. "local"u8, 0, 0, 12, 0, 1];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
        => datagram.Length >= 12 && datagram[..2].SequenceEqual(Payload.AsSpan(0, 2)) && (datagram[2] & 0x80) != 0 ? "mDNS responder" : null;
}
