using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Has the form of the first message of a WireGuard handshake (whitepaper 5.4.2). Without the server's public key it can't be more than
/// that, and the server drops it without a word, as it is meant to (5.3, "Silence is a virtue").
/// </summary>
internal sealed class WireGuardRequest : DatagramRequest
{
    private const int Length = 148;
    private const int HeaderLength = 4;
    private const int IndexLength = 4;
    private const int SecondCodeLength = 16;
    private const byte Initiation = 1;
    private const byte Response = 2;
    private const byte CookieReply = 3;

    // The sender's index and what would be encrypted; the second code is empty where no cookie was given.
    /// <inheritdoc/>
    public override byte[] Payload { get; } =
        [Initiation, 0, 0, 0, .. RandomNumberGenerator.GetBytes(Length - HeaderLength - SecondCodeLength), .. new byte[SecondCodeLength]];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        var isReply = datagram is [Response, 0, 0, 0, ..] && datagram.Length == 92 && datagram.Slice(8, IndexLength).SequenceEqual(Payload.AsSpan(HeaderLength, IndexLength));
        var isCookie = datagram is [CookieReply, 0, 0, 0, ..] && datagram.Length == 64 && datagram.Slice(4, IndexLength).SequenceEqual(Payload.AsSpan(HeaderLength, IndexLength));
        return isReply || isCookie ? "WireGuard peer" : null;
    }
}
