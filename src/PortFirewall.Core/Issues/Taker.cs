namespace PortFirewall;

/// <summary>Packets that certainly go no further than some rule of a chain.</summary>
/// <param name="Box">The packets.</param>
/// <param name="Rule">The rule of the chain: one that decides, leaves the chain, or jumps to where that happens.</param>
/// <param name="Decider">The rule that decides; the same rule, or one in a chain that it jumps to.</param>
internal sealed record Taker(PacketBox Box, IptablesRule Rule, RuleFootprint Decider)
{
    public PacketBounds Bounds { get; } = new(Box);

    /// <summary>The rules that are to blame.</summary>
    public IEnumerable<IptablesRule> Rules => ReferenceEquals(Rule, Decider.Rule) ? [Rule] : [Rule, Decider.Rule];
}
