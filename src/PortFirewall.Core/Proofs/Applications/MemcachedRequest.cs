using System.Security.Cryptography;
using System.Text;

namespace PortFirewall;

/// <summary>Asks memcached for its version. Over UDP a frame header goes ahead, whose request id comes back (memcached's doc/protocol.txt, "UDP protocol").</summary>
internal sealed class MemcachedRequest : DatagramRequest
{
    private const int FrameHeader = 8;

    // The id; datagram 0 of 1; reserved.
    /// <inheritdoc/>
    public override byte[] Payload { get; } = [.. RandomNumberGenerator.GetBytes(2), 0, 0, 0, 1, 0, 0, .. "version\r\n"u8];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
        => datagram.Length > FrameHeader && datagram[..2].SequenceEqual(Payload.AsSpan(0, 2)) && IsAnswer(datagram[FrameHeader..])
            ? $"memcached server, {DatagramText.Escape(Encoding.UTF8.GetString(datagram[FrameHeader..]).Trim())}"
            : null;

    private static bool IsAnswer(ReadOnlySpan<byte> text)
        => text.StartsWith("VERSION "u8) || text.StartsWith("ERROR"u8) || text.StartsWith("CLIENT_ERROR "u8) || text.StartsWith("SERVER_ERROR "u8);
}
