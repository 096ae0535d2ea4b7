namespace PortFirewall;

/// <summary>What happened to a packet at one rule, or at the end of a chain.</summary>
public enum TraceOutcome
{
    /// <summary>The rule does not match, and the packet goes on with the next one.</summary>
    NoMatch,

    /// <summary>The rule matches, and does what its target says.</summary>
    Match,

    /// <summary>The rule matches, and the packet goes into another chain, to come back at its end.</summary>
    Jump,

    /// <summary>The rule matches, and the packet goes into another chain for good.</summary>
    Goto,

    /// <summary>The rule matches, and the packet goes back to the chain that it came from, or to the policy.</summary>
    Return,

    /// <summary>The packet is at the end of a built-in chain.</summary>
    Policy,

    /// <summary>It can't be said whether the rule matches, or what its target does; the packet may go on.</summary>
    Unknown,
}
