using System.Formats.Asn1;

namespace PortFirewall;

/// <summary>What the requests of all versions of SNMP have in common.</summary>
internal static class SnmpRequests
{
    private static readonly Asn1Tag Get = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Writes a get request (RFC 3416 3) for one variable, or for none.</summary>
    public static void WriteGet(AsnWriter message, int requestId, string? oid)
    {
        using (message.PushSequence(Get))
        {
            message.WriteInteger(requestId);
            message.WriteInteger(0);
            message.WriteInteger(0);
            using (message.PushSequence())
            {
                if (oid is null)
                    return;
                using (message.PushSequence())
                {
                    message.WriteObjectIdentifier(oid);
                    message.WriteNull();
                }
            }
        }
    }
}
