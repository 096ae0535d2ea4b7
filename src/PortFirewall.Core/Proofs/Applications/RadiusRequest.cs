using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Asks whether a RADIUS server is there (RFC 5997). Without the shared secret the authenticator in it is any number, and the server
/// drops the request without a word, as it must (RFC 5997 3, RFC 2865 3).
/// </summary>
internal sealed class RadiusRequest : DatagramRequest
{
    private const byte StatusServer = 12;
    private const byte Length = 38;
    private const byte MessageAuthenticator = 80;
    private const int IdentifierOffset = 1;
    private const int ShortestReply = 20;

    /// <inheritdoc/>
    public override byte[] Payload { get; } =
    [
        StatusServer, .. RandomNumberGenerator.GetBytes(1), 0, Length, .. RandomNumberGenerator.GetBytes(16),
        MessageAuthenticator, 18, .. RandomNumberGenerator.GetBytes(16),
    ];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
        => datagram.Length < ShortestReply || datagram[IdentifierOffset] != Payload[IdentifierOffset]
            || BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length ? null : datagram[0] switch
            {
                2 => "RADIUS server, Access-Accept",
                3 => "RADIUS server, Access-Reject",
                5 => "RADIUS server, Accounting-Response",
                11 => "RADIUS server, Access-Challenge",
                _ => null,
            };
}
