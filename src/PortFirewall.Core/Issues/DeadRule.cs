namespace PortFirewall;

/// <summary>A rule that no packet comes to.</summary>
/// <param name="Scene">Its chain.</param>
/// <param name="Footprint">The rule.</param>
/// <param name="Causes">What takes its packets ahead of it, nothing of which could be left out; empty where it can match nothing that comes here.</param>
internal sealed record DeadRule(ChainScene Scene, RuleFootprint Footprint, IReadOnlyList<Taker> Causes)
{
    public IptablesRule Rule => Footprint.Rule;

    /// <summary>The rules that are to blame, in the order in which packets meet them.</summary>
    public IReadOnlyList<IptablesRule> Related { get; } = [.. Causes.SelectMany(c => c.Rules).Distinct()];
}
