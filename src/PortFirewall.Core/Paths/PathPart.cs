namespace PortFirewall;

/// <summary>Packets on their way, with what it hung on that they got here.</summary>
/// <param name="Packets">The packets.</param>
/// <param name="Conditions">The undecided matches that had to be met on the way; empty where it is certain.</param>
/// <param name="Via">The places of the jumps that led into the present chain.</param>
internal sealed record PathPart(PacketClass Packets, IReadOnlyList<string> Conditions, IReadOnlyList<string> Via)
{
    /// <summary>The filter table's verdict so far: the packets may still meet tables after it.</summary>
    public PathOutcome? AcceptedBy { get; init; }

    /// <summary>In a trace: which ways the packets went where there were two, such as <c>3n 7y</c>; empty where there were none.</summary>
    public string Branch { get; init; } = "";

    public PathPart OnBranch(string turn) => this with { Branch = Branch.Length == 0 ? turn : $"{Branch} {turn}" };

    /// <summary>
    /// Leaves out parts that other parts have in them under fewer conditions: whatever becomes of them from here on is found
    /// there as well, and without this every rule that hangs on chance would double the work of all that follow.
    /// </summary>
    public static List<PathPart> WithoutRepeats(List<PathPart> parts)
        => parts.Count < 2 || parts.TrueForAll(p => p.Conditions.Count == 0)
            ? parts
            : parts.FindAll(part => part.Conditions.Count == 0 || !parts.Exists(other => other.Conditions.Count < part.Conditions.Count
                && ReferenceEquals(other.AcceptedBy, part.AcceptedBy) && part.Packets.IsWithin(other.Packets)));

    public static PathPart Start(PacketClass packets) => new(packets, [], []);
}
