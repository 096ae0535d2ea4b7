namespace PortFirewall;

/// <summary>What was found in a chain, on the way to its first broad block.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Chain">The chain that the rule would go into.</param>
/// <param name="Number">The number that it would have there.</param>
/// <param name="Decider">The place of the rule or policy that stops or accepts the packets.</param>
/// <param name="Rule">That rule; null for a policy.</param>
internal sealed record ScanResult(ScanEnd End, IptablesChain Chain, int Number, string Decider, IptablesRule? Rule)
{
    /// <summary>Narrower denies that were met before the position.</summary>
    public List<IptablesRule> Ahead { get; init; } = [];

    /// <summary>Narrower denies that were met behind the position.</summary>
    public List<IptablesRule> Behind { get; init; } = [];

    /// <summary>Rules ahead of the position that may stop all of the packets, and may stop none.</summary>
    public List<IptablesRule> MayStopAll { get; init; } = [];

    /// <summary>Whether the block is a target that may do anything with the packets, such as handing them to a program.</summary>
    public bool IsHandedOver { get; init; }

    /// <summary>Whether some of the packets have left the chain before the position, or may have.</summary>
    public bool SomeLeft { get; init; }

    /// <summary>Whether the packets split over several chains, each of which stops its share.</summary>
    public bool IsSplit { get; init; }

    /// <summary>Why the position is not directly at the block; null where it is.</summary>
    public string? Because { get; init; }
}
