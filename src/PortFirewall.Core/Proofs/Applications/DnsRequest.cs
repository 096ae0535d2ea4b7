using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Asks for the name servers of the root (RFC 1035 4), without recursion: a resolver has them in its cache, and any other server says
/// at once that it does not tell. Both are replies of a DNS server.
/// </summary>
internal sealed class DnsRequest : DatagramRequest
{
    private const int HeaderLength = 12;

    // One question: the root, NS, IN.
    private static ReadOnlySpan<byte> Question => [0, 0, 2, 0, 1];

    /// <inheritdoc/>
    public override byte[] Payload { get; } = [.. RandomNumberGenerator.GetBytes(2), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Question];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < HeaderLength || !datagram[..2].SequenceEqual(Payload.AsSpan(0, 2)) || (datagram[2] & 0x80) == 0)
            return null;
        // Servers that can't read a request answer without the question.
        var questions = BinaryPrimitives.ReadUInt16BigEndian(datagram[4..]);
        if (questions > 1 || (questions == 1 && !datagram[HeaderLength..].StartsWith(Question)))
            return null;
        var answers = BinaryPrimitives.ReadUInt16BigEndian(datagram[6..]);
        return $"DNS server, {ResponseCode(datagram[3] & 0xF)}, {(answers == 1 ? "1 answer" : $"{answers} answers")}";
    }

    /// <summary>RFC 1035 4.1.1 and RFC 6895 2.3.</summary>
    private static string ResponseCode(int code) => code switch
    {
        0 => "NOERROR",
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        9 => "NOTAUTH",
        _ => $"response code {code}",
    };
}
