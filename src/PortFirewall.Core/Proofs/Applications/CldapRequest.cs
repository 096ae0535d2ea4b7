using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Asks a directory about itself over UDP, as clients of Active Directory do to find a domain controller (MS-ADTS 6.3.3, in the form
/// of RFC 4511 4.5). Without a name and a password, which the root entry does not need.
/// </summary>
internal sealed class CldapRequest : DatagramRequest
{
    private const int BaseObject = 0;

    private static readonly Asn1Tag Search = new(TagClass.Application, 3, isConstructed: true);
    private static readonly Asn1Tag Present = new(TagClass.ContextSpecific, 7);
    private static readonly Asn1Tag Entry = new(TagClass.Application, 4, isConstructed: true);
    private static readonly Asn1Tag Done = new(TagClass.Application, 5, isConstructed: true);

    private readonly int _messageId = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    public CldapRequest()
    {
        var message = new AsnWriter(AsnEncodingRules.BER);
        using (message.PushSequence())
        {
            message.WriteInteger(_messageId);
            using (message.PushSequence(Search))
            {
                message.WriteOctetString([]);
                message.WriteEncodedValue([0x0A, 1, BaseObject]);
                message.WriteEncodedValue([0x0A, 1, 0]);
                message.WriteInteger(0);
                message.WriteInteger(0);
                message.WriteBoolean(false);
                message.WriteOctetString("objectClass"u8, Present);
                using (message.PushSequence())
                    message.WriteOctetString("supportedLDAPVersion"u8);
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
            // The entry and the end of the search may be two messages of one datagram.
            var message = new AsnReader(datagram.ToArray(), AsnEncodingRules.BER).ReadSequence();
            if (!message.TryReadInt32(out var id) || id != _messageId)
                return null;
            var kind = message.PeekTag();
            if (kind == Entry)
                return "LDAP server (CLDAP), its root entry";
            return kind == Done ? $"LDAP server (CLDAP), result code {message.ReadSequence(Done).ReadEnumeratedBytes().Span[^1]}" : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
