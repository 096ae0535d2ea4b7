using System.Security.Cryptography;
using System.Text;

namespace PortFirewall;

/// <summary>Asks for the time as an NTP client does (RFC 5905 7.3). A server copies the client's transmit timestamp, which is any number here, into its reply.</summary>
internal sealed class NtpRequest : DatagramRequest
{
    private const int Length = 48;
    private const int OriginOffset = 24;
    private const int TransmitOffset = 40;
    private const int TimestampLength = 8;

    // No warning, version 4, client.
    private const byte ClientVersion4 = 0x23;
    private const int ServerMode = 4;
    private const int NotSynchronised = 3;

    /// <inheritdoc/>
    public override byte[] Payload { get; } = [ClientVersion4, .. new byte[TransmitOffset - 1], .. RandomNumberGenerator.GetBytes(TimestampLength)];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < Length || (datagram[0] & 7) != ServerMode
            || !datagram.Slice(OriginOffset, TimestampLength).SequenceEqual(Payload.AsSpan(TransmitOffset)))
            return null;
        var stratum = datagram[1];
        if (stratum == 0 && datagram[12] != 0)
            return $"NTP server, kiss-o'-death {DatagramText.Escape(Encoding.ASCII.GetString(datagram.Slice(12, 4)).TrimEnd('\0'))}";
        return datagram[0] >> 6 == NotSynchronised ? "NTP server, not synchronised" : $"NTP server, stratum {stratum}";
    }
}
