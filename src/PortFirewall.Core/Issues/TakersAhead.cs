namespace PortFirewall;

/// <summary>Those of a chain's takers that stand ahead of a rule.</summary>
/// <param name="Takers">The chain's takers.</param>
/// <param name="Count">How many of them.</param>
internal readonly record struct TakersAhead(TakerList Takers, int Count);
