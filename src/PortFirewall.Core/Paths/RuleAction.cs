namespace PortFirewall;

/// <summary>What a rule does with a packet that it matches.</summary>
internal enum RuleAction
{
    /// <summary>Goes on with the next rule: no target, or one that only notes or marks something.</summary>
    Continue,

    /// <summary>Ends this table's chain; the next table still sees the packet.</summary>
    Accept,

    Drop,

    Reject,

    /// <summary>Back to the chain that jumped here; in a built-in chain, its policy.</summary>
    Return,

    /// <summary>Into a user chain, and back at its end.</summary>
    Jump,

    /// <summary>Into a user chain, and from its end to where this chain would return to.</summary>
    Goto,

    /// <summary>Goes on, with the packet exempt from connection tracking.</summary>
    Untrack,

    /// <summary>Can't be known: a target that hands the packet elsewhere, rewrites it, or that PortFirewall does not know.</summary>
    Unknown,
}
