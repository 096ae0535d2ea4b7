namespace PortFirewall;

/// <summary>Which packets are to be traced.</summary>
/// <param name="Rules">What they look like as they come in: one for each port and family.</param>
/// <param name="EveryPacket">Whether all of a connection's packets are meant, and not only the one that opens it.</param>
internal sealed record TraceFilter(IReadOnlyList<PortRule> Rules, bool EveryPacket)
{
    /// <summary>
    /// How the first packet of a connection is told by a byte of its transport header: TCP's <c>SYN</c> alone among the flags that
    /// <c>--syn</c> looks at, SCTP's first chunk <c>INIT</c> (RFC 9260), DCCP's type <c>Request</c> (RFC 4340). Null where every packet may be a first one.
    /// </summary>
    public static (int Offset, byte Mask, byte Value)? FirstPacket(int protocol) => protocol switch
    {
        ProtocolNumbers.Tcp => (13, 0x17, 0x02),
        ProtocolNumbers.Sctp => (12, 0xff, 0x01),
        ProtocolNumbers.Dccp => (8, 0x1e, 0x00),
        _ => null,
    };
}
