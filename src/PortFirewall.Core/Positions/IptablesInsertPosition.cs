namespace PortFirewall;

/// <summary>Where an allow rule belongs, and why.</summary>
public sealed class IptablesInsertPosition
{
    /// <summary>The family.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The chain that the rule belongs into: the one that the packets really reach.</summary>
    public required string Chain { get; init; }

    /// <summary>The number that the rule would have, from 1.</summary>
    public required int RuleNumber { get; init; }

    /// <summary>The protocol of the packets.</summary>
    public required string Protocol { get; init; }

    /// <summary>The port or range of the packets.</summary>
    public required string Port { get; init; }

    /// <summary>The place of the rule or policy that would stop the packets, such as <c>INPUT:5</c> or <c>INPUT:policy</c>; null where nothing would.</summary>
    public string? Blocker { get; init; }

    /// <summary>The rule that would stop the packets; null where that is a policy, or nothing.</summary>
    public IptablesRule? BlockerRule { get; init; }

    /// <summary>Narrower denies ahead of the position, or in another table: what they deny stays denied.</summary>
    public required IReadOnlyList<IptablesRule> StillBlocked { get; init; }

    /// <summary>Narrower denies behind the position that the rule would step over.</summary>
    public required IReadOnlyList<IptablesRule> Bypassed { get; init; }

    /// <summary>Whether the packets are accepted as things are; false as well where another firewall is there that could not be read.</summary>
    public required bool AlreadyAccepted { get; init; }

    /// <summary>
    /// The rule that accepts them already; the last one where several do so together; null where a policy does, or nothing.
    /// </summary>
    public IptablesRule? AcceptedBy { get; init; }

    /// <summary>Why here, as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) whose rules were read; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>Whether the chain accepts the packets as it is, and nothing that could be read stops all of them elsewhere.</summary>
    internal bool ChainAccepts { get; init; }

    /// <summary>Who stops all packets outside of the table, so that no position in it helps; null where nobody does.</summary>
    internal string? BlockedElsewhere { get; init; }

    /// <summary>What becomes of the packets where <c>nat</c> makes all of them into others, so that no position helps; null where it does not.</summary>
    internal TranslatedPackets? Translated { get; init; }

    /// <summary>What the user should know of other firewalls that stop a part of the packets, or may, and of rules of <c>nat</c> that make a part into others; null where none does.</summary>
    internal string? UncertainElsewhere { get; init; }

    /// <summary>What the user should know of rules of the chain that may do anything with the packets; null where there are none.</summary>
    internal string? Caution { get; init; }

    /// <summary>Chain and number.</summary>
    public override string ToString() => VisibleText.Of($"{Chain}:{RuleNumber}");
}
