using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Begins a DTLS 1.2 connection (RFC 6347 4.2). A server first wants to see its cookie back, or says why it does not talk to this client.
/// Nothing in that repeats the request: the socket's own port is all that ties the reply to it.
/// </summary>
internal sealed class DtlsRequest : DatagramRequest
{
    private const int RecordHeader = 13;
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte ClientHello = 1;
    private const byte ServerHello = 2;
    private const byte HelloVerifyRequest = 3;

    // What a client of today offers: ECDHE or RSA with AES, on the usual curves and with the usual signatures.
    private static ReadOnlySpan<byte> Offer =>
    [
        0, 16, 0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x2C, 0xC0, 0x30, 0xCC, 0xA9, 0xCC, 0xA8, 0x00, 0x9C, 0x00, 0x2F,
        1, 0,
        0, 36,
        0, 10, 0, 8, 0, 6, 0, 29, 0, 23, 0, 24,
        0, 11, 0, 2, 1, 0,
        0, 13, 0, 10, 0, 8, 4, 3, 8, 4, 4, 1, 2, 1,
        0, 23, 0, 0,
    ];

    public DtlsRequest()
    {
        // Version 1.2, the client's random bytes, neither a session nor a cookie.
        byte[] hello = [0xFE, 0xFD, .. RandomNumberGenerator.GetBytes(32), 0, 0, .. Offer];
        byte[] length = [0, (byte)(hello.Length >> 8), (byte)hello.Length];
        byte[] message = [ClientHello, .. length, 0, 0, 0, 0, 0, .. length, .. hello];
        Payload = [Handshake, 0xFE, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. message];
    }

    /// <inheritdoc/>
    public override byte[] Payload { get; }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length <= RecordHeader + 1 || datagram[1] != 0xFE
            || BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]) > datagram.Length - RecordHeader)
            return null;
        return (datagram[0], datagram[RecordHeader]) switch
        {
            (Handshake, HelloVerifyRequest) => "DTLS server, HelloVerifyRequest",
            (Handshake, ServerHello) => "DTLS server, ServerHello",
            (Alert, _) => $"DTLS server, alert {datagram[RecordHeader + 1]}",
            _ => null,
        };
    }
}
