namespace PortFirewall;

/// <summary>A set of <c>ipset</c>, as far as packets can be asked about it.</summary>
/// <param name="Family">The family of its addresses; null where it has none.</param>
/// <param name="Dimensions">How many of a rule's directions (<c>src,dst</c>) it takes.</param>
/// <param name="Entries">What is in it: one entry for each protocol and port, so that all are disjoint.</param>
internal sealed record Ipset(AddressFamily? Family, int Dimensions, IReadOnlyList<IpsetEntry> Entries)
{
    /// <summary>The names of the sets that it is a list of; none for any other set.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
}
