namespace PortFirewall;

/// <summary>Narrows a rule's regions match by match, and notes what can't be decided from the packet's fields.</summary>
internal sealed class RegionBuilder(AddressFamily family)
{
    public AddressFamily Family { get; } = family;

    /// <summary>The regions: together, everything that the decided matches let through. Empty where they let nothing through.</summary>
    public List<PacketRegion> Regions { get; private set; } = [PacketRegion.Everything];

    /// <summary>The matches that could not be decided, as text.</summary>
    public List<string> Conditions { get; } = [];

    /// <summary>Whether the rule takes a lone <c>SYN</c>, where it asks for TCP flags; null where it does not ask.</summary>
    public bool? TakesFirstSegment { get; private set; }

    /// <summary>Only what is in the region as well.</summary>
    public void Restrict(PacketRegion region) => Regions = [.. Regions.Select(r => r.And(region))];

    /// <summary>Only what is in one of the regions as well; they must be disjoint.</summary>
    public void RestrictToAny(IReadOnlyList<PacketRegion> regions) => Regions = [.. Regions.SelectMany(r => regions.Select(r.And))];

    /// <summary>Nothing at all.</summary>
    public void MatchNothing() => Regions = [];

    /// <summary>A question about TCP flags that can be answered for the first segment of a connection only.</summary>
    public void RestrictFirstSegment(bool taken) => TakesFirstSegment = taken && TakesFirstSegment != false;

    /// <summary>A match that depends on more than the packet's fields, or that is not known.</summary>
    public void AddCondition(string condition) => Conditions.Add(condition);
}
