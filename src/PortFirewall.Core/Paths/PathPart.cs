namespace PortFirewall;

/// <summary>Packets on their way, with what it hung on that they got here.</summary>
/// <param name="Packets">The packets.</param>
/// <param name="Conditions">The undecided matches that had to be met on the way; empty where it is certain.</param>
/// <param name="Via">The places of the jumps that led into the present chain.</param>
internal sealed record PathPart(PacketClass Packets, IReadOnlyList<string> Conditions, IReadOnlyList<string> Via)
{
    /// <summary>The filter table's verdict so far: the packets may still meet tables after it.</summary>
    public PathOutcome? AcceptedBy { get; init; }

    public static PathPart Start(PacketClass packets) => new(packets, [], []);
}
