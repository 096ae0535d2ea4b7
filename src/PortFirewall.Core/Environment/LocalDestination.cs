namespace PortFirewall;

/// <summary>Addresses that packets to this host may have, as the routing table <c>local</c> lists them.</summary>
/// <param name="Kind">What sort of address.</param>
/// <param name="Interface">The interface that has it.</param>
/// <param name="Addresses">One address, or a network such as <c>127.0.0.0/8</c>.</param>
internal sealed record LocalDestination(LocalDestinationKind Kind, string Interface, IntervalSet<UInt128> Addresses);
