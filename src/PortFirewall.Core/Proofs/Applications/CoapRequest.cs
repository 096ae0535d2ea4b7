using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>Asks a CoAP server for its resources (RFC 7252 4.2, RFC 6690 4). Its reply has the token; an acknowledgement ahead of that, or a reset, has the message id.</summary>
internal sealed class CoapRequest : DatagramRequest
{
    private const int HeaderLength = 4;
    private const int TokenLength = 8;
    private const int Acknowledgement = 2;
    private const int Reset = 3;

    // Version 1, confirmable, a token of 8 bytes; GET; the message id; the token; the path as two options.
    /// <inheritdoc/>
    public override byte[] Payload { get; } =
        [0x40 | TokenLength, 1, .. RandomNumberGenerator.GetBytes(2 + TokenLength), 0xBB, .. ".well-known"u8, 0x04, .. "core"u8];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < HeaderLength || datagram[0] >> 6 != 1)
            return null;
        var kind = (datagram[0] >> 4) & 3;
        var code = datagram[1];
        if (code == 0)
        {
            var isOurs = datagram[2..HeaderLength].SequenceEqual(Payload.AsSpan(2, 2));
            return !isOurs ? null : kind == Reset ? "CoAP server, a reset" : kind == Acknowledgement ? "CoAP server, an acknowledgement" : null;
        }
        return (datagram[0] & 0xF) == TokenLength && code >> 5 is 2 or 4 or 5
            && datagram[HeaderLength..].StartsWith(Payload.AsSpan(HeaderLength, TokenLength))
            ? $"CoAP server, {code >> 5}.{code & 0x1F:00}"
            : null;
    }
}
