namespace PortFirewall;

/// <summary>
/// One datagram to send, and how the reply to that very datagram is known: by the transaction id that was made up for it, or by what
/// the protocol has in its place. A request is for one attempt; sent again within it, it is the same.
/// </summary>
internal abstract class DatagramRequest
{
    /// <summary>The bytes to send.</summary>
    public abstract byte[] Payload { get; }

    /// <summary>Whether the protocol answers from another port than the one asked (TFTP), so that a connected socket would miss it.</summary>
    public virtual bool IsAnsweredFromAnyPort => false;

    /// <summary>What a datagram says, as a phrase such as <c>NTP server, stratum 3</c>; null where it is not the reply to this request. Takes any bytes.</summary>
    public abstract string? Read(ReadOnlySpan<byte> datagram);

    /// <summary>What tells the server that nothing follows, sent to where the reply came from; null where the protocol has no such thing.</summary>
    public virtual byte[]? Farewell(ReadOnlySpan<byte> reply) => null;
}
