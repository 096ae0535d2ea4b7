namespace PortFirewall;

/// <summary>Narrows a rule's packets match by match.</summary>
internal sealed class FootprintBuilder(AddressFamily family, PacketFacts facts)
{
    public AddressFamily Family { get; } = family;

    /// <summary>What the matches read so far let through.</summary>
    public List<PacketBox> Boxes { get; private set; } = [PacketBox.Everything(family)];

    /// <summary>False from the first match on whose answer may differ from one packet, or one moment, to the next.</summary>
    public bool IsCertain { get; set; } = true;

    /// <summary>Only what is in the box as well.</summary>
    public void Restrict(PacketBox box) => RestrictToAny([box]);

    /// <summary>Only what is in one of the boxes as well; they must be disjoint.</summary>
    public void RestrictToAny(IReadOnlyList<PacketBox> boxes) => Boxes = [.. Boxes.SelectMany(_ => boxes, (mine, other) => mine.And(other)).OfType<PacketBox>()];

    /// <summary>Only packets of which the answer to a question is known to be yes, or no.</summary>
    public void Ask(string question, bool answer)
        => Restrict(PacketBox.Everything(Family) with { Facts = [(facts.NumberOf(question) * 2) + (answer ? 1 : 0)] });
}
