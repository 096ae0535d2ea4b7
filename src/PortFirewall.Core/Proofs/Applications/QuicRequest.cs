using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Begins a QUIC connection in a version that is reserved for never being one (RFC 9000 15). A server answers a datagram of that
/// length with the versions that it has (RFC 9000 6.1), and with both connection ids that came (RFC 8999 6).
/// </summary>
internal sealed class QuicRequest : DatagramRequest
{
    private const int ShortestInitial = 1200;
    private const int IdLength = 8;
    private const int IdsOffset = 5;

    private readonly byte[] _destination = RandomNumberGenerator.GetBytes(IdLength);
    private readonly byte[] _source = RandomNumberGenerator.GetBytes(IdLength);

    public QuicRequest()
    {
        Payload = RandomNumberGenerator.GetBytes(ShortestInitial);
        Payload[0] |= 0xC0;
        for (var i = 1; i < IdsOffset; i++)
            Payload[i] = (byte)((Payload[i] & 0xF0) | 0x0A);
        byte[] ids = [IdLength, .. _destination, IdLength, .. _source];
        ids.CopyTo(Payload, IdsOffset);
    }

    /// <inheritdoc/>
    public override byte[] Payload { get; }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        byte[] negotiation = [0, 0, 0, 0, IdLength, .. _source, IdLength, .. _destination];
        if (datagram.IsEmpty || (datagram[0] & 0x80) == 0 || !datagram[1..].StartsWith(negotiation))
            return null;
        var versions = new List<string>();
        for (var rest = datagram[(1 + negotiation.Length)..]; rest.Length >= 4; rest = rest[4..])
        {
            var version = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if ((version & 0x0F0F0F0F) != 0x0A0A0A0A)
                versions.Add(NameOf(version));
        }
        return versions.Count == 0 ? "QUIC server" : $"QUIC server, {(versions.Count == 1 ? "version" : "versions")} {string.Join(", ", versions.Take(8))}";
    }

    /// <summary>RFC 9000 15, RFC 9369 3.1; drafts had their number behind <c>ff0000</c>.</summary>
    private static string NameOf(uint version) => version switch
    {
        1 => "1",
        0x6B3343CF => "2",
        >= 0xFF000000 and <= 0xFF0000FF => $"draft-{version & 0xFF}",
        _ => $"0x{version:x8}",
    };
}
