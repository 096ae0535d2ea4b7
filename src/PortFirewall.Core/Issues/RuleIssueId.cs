namespace PortFirewall;

/// <summary>What is wrong with a rule, a chain or a rule set.</summary>
public enum RuleIssueId
{
    /// <summary>No packet ever reaches the rule: the rules above, together, take everything that it matches.</summary>
    Shadowed,

    /// <summary>Removing the rule changes the verdict of no packet: what follows decides the same.</summary>
    Redundant,

    /// <summary>No packet comes here: a chain that nothing jumps to, or a rule behind one that takes everything.</summary>
    Unreachable,

    /// <summary>An allow rule whose packets a block ahead of it stops: the port looks open and is not.</summary>
    AllowBehindBlock,

    /// <summary>The same rule stands further up in the chain.</summary>
    Duplicate,

    /// <summary>A port is open for one address family and closed for the other.</summary>
    FamilyMismatch,

    /// <summary>Every packet that opens a connection is accepted.</summary>
    AcceptsEverything,

    /// <summary>The rule asks for what no packet can be.</summary>
    EmptyMatch,

    /// <summary>The firewall denies by default, and the replies to the host's own connections with it.</summary>
    MissingEstablished,

    /// <summary>The firewall denies by default, and what the host sends to itself with it.</summary>
    MissingLoopback,

    /// <summary>The firewall denies by default, and with it the ICMPv6 by which an IPv6 host is found.</summary>
    MissingNeighborDiscovery,
}
