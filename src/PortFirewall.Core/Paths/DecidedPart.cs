namespace PortFirewall;

/// <summary>Some of the packets asked about, with what becomes of them.</summary>
/// <param name="Packets">The packets; disjoint from those of every other part.</param>
/// <param name="Verdict">One verdict for all of them.</param>
/// <param name="Decider">Who decides; for an unknown verdict, the first that can't be decided.</param>
/// <param name="Conditions">The undecided matches on their way.</param>
internal sealed record DecidedPart(PacketClass Packets, PortVerdict Verdict, PathOutcome Decider, IReadOnlyList<string> Conditions)
{
    /// <summary>The places of all that may decide, where it hangs on undecided matches which of them does; otherwise the one.</summary>
    public IReadOnlyList<string> Deciders { get; init; } = [Decider.DecidedBy];

    /// <summary>Who decides, in words.</summary>
    public string DecidedBy => string.Join(", ", Deciders);

    /// <summary>The rule that decides; null for a policy, or where it may be one of several.</summary>
    public IptablesRule? Rule => Deciders.Count == 1 ? Decider.Rule : null;

    /// <summary>Where a rule of <c>nat</c> has sent the packets; null where none has.</summary>
    public DestinationTranslation? Translation => Decider.Part.Packets.Transit.Translation;

    /// <summary>The rule of <c>nat</c> that sent them there; null where none has, or where it decides itself.</summary>
    public string? TranslatedAt => Translation is { } translation && Decider.DecidedBy != translation.Place ? translation.Place : null;

    /// <summary>The places that led the packets to where it was decided: the rule of <c>nat</c> that sent them there, and the jumps.</summary>
    public IReadOnlyList<string> Via => TranslatedAt is { } translator ? [translator, .. Decider.Part.Via] : Decider.Part.Via;

    public bool SaysTheSameAs(DecidedPart other)
        => Verdict == other.Verdict && ReferenceEquals(Decider.Rule, other.Decider.Rule) && Deciders.SequenceEqual(other.Deciders)
            && Conditions.SequenceEqual(other.Conditions) && Via.SequenceEqual(other.Via) && Translation?.Target == other.Translation?.Target;
}
