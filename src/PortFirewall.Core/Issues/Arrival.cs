namespace PortFirewall;

/// <summary>Packets that may come into a chain on one way.</summary>
/// <param name="Box">The packets, or more than those.</param>
/// <param name="Ahead">What was taken out of them on the way.</param>
/// <param name="Jumps">The jumps on the way.</param>
/// <param name="Hook">The built-in chain in which it began; null where it may be any.</param>
internal sealed record Arrival(PacketBox Box, IReadOnlyList<TakersAhead> Ahead, IReadOnlyList<IptablesRule> Jumps, string? Hook);
