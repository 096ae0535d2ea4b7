using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Begins a key exchange of IPsec (RFC 7296 1.2) with one common proposal. A server that knows no such peer says so, one that does
/// begins to negotiate; both name the initiator's SPI.
/// </summary>
internal sealed class IkeRequest : DatagramRequest
{
    private const int HeaderLength = 28;
    private const int SpiLength = 8;
    private const byte SecurityAssociation = 33;
    private const byte KeyExchange = 34;
    private const byte Nonce = 40;
    private const byte Notify = 41;
    private const byte Version2 = 0x20;
    private const byte InitialExchange = 34;
    private const byte FromInitiator = 0x08;
    private const byte IsResponse = 0x20;
    private const int Modulus = 256;
    private const int NonceLength = 32;

    // One proposal for IKE: AES-CBC-256, PRF and integrity by HMAC-SHA2-256, and the group modp2048 (RFC 7296 3.3).
    private static ReadOnlySpan<byte> Proposal =>
    [
        0, 0, 0, 44, 1, 1, 0, 4,
        3, 0, 0, 12, 1, 0, 0, 12, 0x80, 14, 1, 0,
        3, 0, 0, 8, 2, 0, 0, 5,
        3, 0, 0, 8, 3, 0, 0, 12,
        0, 0, 0, 8, 4, 0, 0, 14,
    ];

    public IkeRequest()
    {
        // A number that is below the group's prime, whose first bits are all ones.
        var publicValue = RandomNumberGenerator.GetBytes(Modulus);
        publicValue[0] &= 0x7F;
        byte[] body =
        [
            .. PayloadOf(KeyExchange, Proposal),
            .. PayloadOf(Nonce, [0, 14, 0, 0, .. publicValue]),
            .. PayloadOf(0, RandomNumberGenerator.GetBytes(NonceLength)),
        ];
        byte[] header =
        [
            .. RandomNumberGenerator.GetBytes(SpiLength), .. new byte[SpiLength],
            SecurityAssociation, Version2, InitialExchange, FromInitiator, 0, 0, 0, 0, 0, 0, 0, 0,
        ];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(HeaderLength - 4), HeaderLength + body.Length);
        Payload = [.. header, .. body];
    }

    /// <inheritdoc/>
    public override byte[] Payload { get; }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < HeaderLength || !datagram.StartsWith(Payload.AsSpan(0, SpiLength)) || (datagram[19] & IsResponse) == 0)
            return null;
        var said = datagram[16] switch
        {
            SecurityAssociation => "which takes the proposal",
            Notify when datagram.Length >= HeaderLength + 8 => NameOf(BinaryPrimitives.ReadUInt16BigEndian(datagram[(HeaderLength + 6)..])),
            _ => "which answers",
        };
        return $"IKE server, {said}";
    }

    /// <summary>A payload with its header, which names the kind of the next one.</summary>
    private static byte[] PayloadOf(byte next, ReadOnlySpan<byte> content)
    {
        var length = 4 + content.Length;
        return [next, 0, (byte)(length >> 8), (byte)length, .. content];
    }

    /// <summary>RFC 7296 3.10.1.</summary>
    private static string NameOf(ushort notification) => notification switch
    {
        5 => "INVALID_MAJOR_VERSION",
        7 => "INVALID_SYNTAX",
        14 => "NO_PROPOSAL_CHOSEN",
        17 => "INVALID_KE_PAYLOAD",
        16390 => "COOKIE",
        _ => $"notification {notification}",
    };
}
