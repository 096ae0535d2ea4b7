namespace PortFirewall;

/// <summary>One packet to send into a twin: the first of a connection, unless it is said to be a further one or its flags say otherwise.</summary>
internal readonly record struct TwinPacket
{
    /// <summary><c>SYN</c> alone (RFC 9293 3.1).</summary>
    public const byte Syn = 0x02;

    public TwinPacket()
    {
    }

    public required AddressFamily Family { get; init; }

    /// <summary>The interface at which it comes in.</summary>
    public required string InInterface { get; init; }

    /// <summary>The protocol's number: 6, 17, 33, 132 or 136.</summary>
    public required int Protocol { get; init; }

    public required UInt128 Source { get; init; }

    public required UInt128 Destination { get; init; }

    public required int SourcePort { get; init; }

    public required int DestinationPort { get; init; }

    /// <summary>The flags of a TCP segment.</summary>
    public byte TcpFlags { get; init; } = Syn;

    /// <summary>Whether it is a further packet of a connection that its sender opened and that has been answered; for TCP and UDP.</summary>
    public bool IsEstablished { get; init; }

    /// <summary>To whom the frame around it is addressed, which is what <c>-m pkttype</c> asks.</summary>
    public FrameDestination Frame { get; init; }

    /// <summary>How many bytes of payload follow behind the packet's number.</summary>
    public int Padding { get; init; }

    /// <inheritdoc/>
    public override string ToString()
        => $"{InInterface} protocol {Protocol} {AddressSets.ToAddress(Source, Family)} port {SourcePort} to "
            + $"{AddressSets.ToAddress(Destination, Family)} port {DestinationPort}{(TcpFlags == Syn ? "" : $" flags 0x{TcpFlags:x2}")}{(IsEstablished ? " established" : "")}{(Padding == 0 ? "" : $" padding {Padding}")}{(Frame == FrameDestination.Host ? "" : $" {Frame}")}";
}
