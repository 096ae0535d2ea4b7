using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Asks an SNMPv3 agent for its engine id (RFC 3414 4), which every agent tells without a user or a password, in a report
/// (RFC 3412 6.2). An agent that speaks SNMPv1 and SNMPv2c only stays silent.
/// </summary>
internal sealed class SnmpRequest : DatagramRequest
{
    private const int Version3 = 3;
    private const int UserSecurity = 3;
    private const byte Reportable = 4;
    private const int LongestMessage = 65_507;

    private static readonly Asn1Tag Report = new(TagClass.ContextSpecific, 8, isConstructed: true);

    private readonly int _messageId = RandomNumberGenerator.GetInt32(int.MaxValue);

    public SnmpRequest()
    {
        var message = new AsnWriter(AsnEncodingRules.BER);
        using (message.PushSequence())
        {
            message.WriteInteger(Version3);
            using (message.PushSequence())
            {
                message.WriteInteger(_messageId);
                message.WriteInteger(LongestMessage);
                message.WriteOctetString([Reportable]);
                message.WriteInteger(UserSecurity);
            }
            message.WriteOctetString(NobodysSecurity());
            using (message.PushSequence())
            {
                message.WriteOctetString([]);
                message.WriteOctetString([]);
                SnmpRequests.WriteGet(message, _messageId, oid: null);
            }
        }
        Payload = message.Encode();
    }

    /// <inheritdoc/>
    public override byte[] Payload { get; }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        try
        {
            var message = new AsnReader(datagram.ToArray(), AsnEncodingRules.BER).ReadSequence();
            if (!message.TryReadInt32(out var version) || version != Version3
                || !message.ReadSequence().TryReadInt32(out var id) || id != _messageId)
                return null;
            var security = new AsnReader(message.ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
            var scoped = message.ReadSequence();
            scoped.ReadOctetString();
            scoped.ReadOctetString();
            if (scoped.PeekTag() != Report)
                return null;
            return $"SNMPv3 agent, engine {Convert.ToHexString(security.ReadOctetString()).ToLowerInvariant()}";
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Nobody's name and no keys: what is asked before anything is known (RFC 3414 2.4).</summary>
    private static byte[] NobodysSecurity()
    {
        var security = new AsnWriter(AsnEncodingRules.BER);
        using (security.PushSequence())
        {
            security.WriteOctetString([]);
            security.WriteInteger(0);
            security.WriteInteger(0);
            security.WriteOctetString([]);
            security.WriteOctetString([]);
            security.WriteOctetString([]);
        }
        return security.Encode();
    }
}
