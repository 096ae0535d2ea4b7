using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Asks an SNMPv2c agent for its description (RFC 3416, RFC 1901, RFC 3418 sysDescr) as the community <c>public</c>, which agents let
/// read unless told otherwise. To another community's request an agent stays silent.
/// </summary>
internal sealed class SnmpCommunityRequest : DatagramRequest
{
    private const int Version2C = 1;
    private const string Description = "1.3.6.1.2.1.1.1.0";

    private static readonly Asn1Tag Response = new(TagClass.ContextSpecific, 2, isConstructed: true);

    private readonly int _requestId = RandomNumberGenerator.GetInt32(int.MaxValue);

    public SnmpCommunityRequest()
    {
        var message = new AsnWriter(AsnEncodingRules.BER);
        using (message.PushSequence())
        {
            message.WriteInteger(Version2C);
            message.WriteOctetString("public"u8);
            SnmpRequests.WriteGet(message, _requestId, Description);
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
            if (!message.TryReadInt32(out var version) || version != Version2C)
                return null;
            message.ReadOctetString();
            var response = message.ReadSequence(Response);
            if (!response.TryReadInt32(out var id) || id != _requestId || !response.TryReadInt32(out var error))
                return null;
            return error == 0 ? $"SNMPv2c agent, {DescriptionIn(response)}" : $"SNMPv2c agent, error {error}";
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static string DescriptionIn(AsnReader response)
    {
        response.ReadInteger();
        var variable = response.ReadSequence().ReadSequence();
        variable.ReadObjectIdentifier();
        return variable.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString)
            ? DatagramText.Escape(Encoding.UTF8.GetString(variable.ReadOctetString()))
            : "which has no description";
    }
}
