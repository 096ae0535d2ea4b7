using System.Formats.Asn1;
using System.Text;

namespace PortFirewall;

/// <summary>What servers answer to requests, put together by hand from the RFCs.</summary>
internal static class Replies
{
    /// <summary>Applications of which nothing answers, or whose replies name nothing of the request.</summary>
    public static readonly string[] WithoutId = ["dtls", "syslog", "tftp"];

    /// <summary>The reply to a request; null where the application never answers.</summary>
    public static byte[]? To(string application, byte[] request) => application switch
    {
        "dns" => [.. request[..2], 0x80, 5, 0, 1, 0, 0, 0, 0, 0, 0, .. request[12..]],
        "mdns" => [.. request[..2], 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0, .. request[12..]],
        "ntp" => [0x24, 3, 6, 0xE9, .. new byte[20], .. request[40..48], .. new byte[16]],
        "stun" => [1, 1, 0, 12, .. request[4..20], 0, 0x20, 0, 8, 0, 1, .. Masked([0x9C, 0x40], request), .. Masked([198, 51, 100, 2], request)],
        "tftp" => [0, 5, 0, 1, .. "File not found\0"u8],
        "quic" => [0xC5, 0, 0, 0, 0, 8, .. request[15..23], 8, .. request[6..14], 0, 0, 0, 1, 0x6B, 0x33, 0x43, 0xCF, 0x1A, 0x2A, 0x3A, 0x4A],
        "sip" => Encoding.ASCII.GetBytes($"SIP/2.0 200 OK\r\n{Encoding.ASCII.GetString(request).Split("\r\n").Single(l => l.StartsWith("Call-ID", StringComparison.Ordinal))}\r\n\r\n"),
        "memcached" => [.. request[..2], 0, 0, 0, 1, 0, 0, .. "VERSION 1.6.18\r\n"u8],
        "coap" => [0x68, 0x45, .. request[2..12], 0xFF, .. "</time>"u8],
        "rpcbind" => [.. request[..4], 0, 0, 0, 1, .. new byte[16]],
        "echo" => request,
        "openvpn" => [0x40, .. new byte[8], 1, 0, 0, 0, 0, .. request[1..9], 0, 0, 0, 0],
        "ike" => [.. request[..8], 9, 9, 9, 9, 9, 9, 9, 9, 41, 0x20, 34, 0x20, 0, 0, 0, 0, 0, 0, 0, 36, 0, 0, 0, 8, 0, 0, 0, 14],
        "dtls" => [22, 0xFE, 0xFF, .. new byte[8], 0, 15, 3, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 3, 0xFE, 0xFF, 0],
        "wireguard" => [2, 0, 0, 0, 7, 7, 7, 7, .. request[4..8], .. new byte[80]],
        "radius" => [2, request[1], 0, 20, .. new byte[16]],
        "snmp" => Encoded(message =>
        {
            message.WriteInteger(3);
            using (message.PushSequence())
                message.WriteInteger(IdOf(request, version: 3));
            var security = Encoded(inner => inner.WriteOctetString([0x80, 0, 0x1F, 0x88]));
            message.WriteOctetString(security);
            using (message.PushSequence())
            {
                message.WriteOctetString([]);
                message.WriteOctetString([]);
                using (message.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 8)))
                    message.WriteInteger(IdOf(request, version: 3));
            }
        }),
        "snmpv2c" => Encoded(message =>
        {
            message.WriteInteger(1);
            message.WriteOctetString("public"u8);
            using (message.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            {
                message.WriteInteger(IdOf(request, version: 1));
                message.WriteInteger(0);
                message.WriteInteger(0);
                using (message.PushSequence())
                using (message.PushSequence())
                {
                    message.WriteObjectIdentifier("1.3.6.1.2.1.1.1.0");
                    message.WriteOctetString("Linux\e[31m router"u8);
                }
            }
        }),
        _ => null,
    };

    private static byte[] Masked(byte[] value, byte[] request) => [.. value.Select((b, i) => (byte)(b ^ request[4 + i]))];

    private static System.Numerics.BigInteger IdOf(byte[] request, int version)
    {
        var message = new AsnReader(request, AsnEncodingRules.BER).ReadSequence();
        message.ReadInteger();
        if (version == 3)
            return message.ReadSequence().ReadInteger();
        message.ReadOctetString();
        return message.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadInteger();
    }

    private static byte[] Encoded(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
            write(writer);
        return writer.Encode();
    }
}
