namespace PortFirewall;

/// <summary>A chain as the search for issues sees it.</summary>
internal sealed class ChainScene(IptablesChain chain, RuleFootprint[] rules)
{
    public IptablesChain Chain => chain;

    public RuleFootprint[] Rules => rules;

    /// <summary>The outermost values of what each rule takes, for telling at once that it takes none of some packets.</summary>
    public PacketBounds[][] Bounds { get; } = Array.ConvertAll(rules, r => r.Boxes.Select(b => new PacketBounds(b)).ToArray());

    /// <summary>The rules, by their index, that jump or go here.</summary>
    public List<(ChainScene From, int Index)> Calls { get; } = [];

    /// <summary>The ways on which packets come in; none where none do.</summary>
    public List<Arrival> Arrivals { get; } = [];

    /// <summary>Packets that, once in here, certainly don't come back.</summary>
    public List<Taker> Kept { get; } = [];

    /// <summary>What the rules take; those left out that no packet reaches.</summary>
    public TakerList Takers { get; } = new();
}
