namespace PortFirewall;

/// <summary>Narrows a rule's regions match by match, and notes what can't be decided from the packet's fields.</summary>
internal sealed class RegionBuilder(AddressFamily family, HostFacts? facts = null)
{
    public AddressFamily Family { get; } = family;

    /// <summary>What is known of the host.</summary>
    public HostFacts Facts { get; } = facts ?? HostFacts.None;

    /// <summary>The regions: together, everything that the decided matches let through. Empty where they let nothing through.</summary>
    public List<PacketRegion> Regions { get; private set; } = [PacketRegion.Everything];

    /// <summary>The matches that could not be decided, as text.</summary>
    public List<string> Conditions { get; } = [];

    /// <summary>What is asked of packets beyond their fields; all of it has to be so.</summary>
    public List<PacketQuestion> Questions { get; } = [];

    /// <summary>A builder that has come as far as this one, for what is in the region as well.</summary>
    public RegionBuilder Within(PacketRegion region)
    {
        var copy = new RegionBuilder(Family, Facts) { Regions = Regions };
        copy.Conditions.AddRange(Conditions);
        copy.Questions.AddRange(Questions);
        copy.Restrict(region);
        return copy;
    }

    /// <summary>Only what is in the region as well.</summary>
    public void Restrict(PacketRegion region) => Regions = [.. Regions.Select(r => r.And(region))];

    /// <summary>Only what is in one of the regions as well; they must be disjoint.</summary>
    public void RestrictToAny(IReadOnlyList<PacketRegion> regions) => Regions = [.. Regions.SelectMany(r => regions.Select(r.And))];

    /// <summary>Nothing at all.</summary>
    public void MatchNothing() => Regions = [];

    /// <summary>Only packets of which something is so.</summary>
    public void Ask(PacketQuestion question) => Questions.Add(question);

    /// <summary>A match that depends on more than the packet's fields, or that is not known.</summary>
    public void AddCondition(string condition) => Conditions.Add(condition);
}
