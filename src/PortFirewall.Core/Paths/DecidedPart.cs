namespace PortFirewall;

/// <summary>Some of the packets asked about, with what becomes of them.</summary>
/// <param name="Packets">The packets; disjoint from those of every other part.</param>
/// <param name="Verdict">One verdict for all of them.</param>
/// <param name="Decider">Who decides; for an unknown verdict, the first that can't be decided.</param>
/// <param name="Conditions">The undecided matches on their way.</param>
internal sealed record DecidedPart(PacketClass Packets, PortVerdict Verdict, PathOutcome Decider, IReadOnlyList<string> Conditions)
{
    public bool SaysTheSameAs(DecidedPart other)
        => Verdict == other.Verdict && Decider.DecidedBy == other.Decider.DecidedBy && ReferenceEquals(Decider.Rule, other.Decider.Rule)
            && Conditions.SequenceEqual(other.Conditions) && Decider.Part.Via.SequenceEqual(other.Decider.Part.Via);
}
