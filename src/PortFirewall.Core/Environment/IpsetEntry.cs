namespace PortFirewall;

/// <summary>Something that is in a set: addresses, and with some types the port that goes with them.</summary>
/// <param name="Addresses">The addresses, for the first direction; null for a set of ports.</param>
/// <param name="Protocol">The protocol that the port belongs to; null where the set has no ports, or takes them of TCP and UDP alike.</param>
/// <param name="Ports">The ports, for the second direction, or the first where there are no addresses; null where the set has none.</param>
internal sealed record IpsetEntry(IntervalSet<UInt128>? Addresses, int? Protocol, IntervalSet<int>? Ports);
