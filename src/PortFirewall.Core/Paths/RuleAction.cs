namespace PortFirewall;

/// <summary>What a rule does with a packet that it matches.</summary>
internal enum RuleAction
{
    /// <summary>Goes on with the next rule: no target, or one that only notes something.</summary>
    Continue,

    /// <summary>Goes on with the next rule, with something about the packet changed: its mark, or that it is tracked.</summary>
    Change,

    /// <summary>Ends this table's chain; the next table still sees the packet.</summary>
    Accept,

    /// <summary>As <see cref="Accept"/>, with another destination.</summary>
    Translate,

    Drop,

    Reject,

    /// <summary>Back to the chain that jumped here; in a built-in chain, its policy.</summary>
    Return,

    /// <summary>Into a user chain, and back at its end.</summary>
    Jump,

    /// <summary>Into a user chain, and from its end to where this chain would return to.</summary>
    Goto,

    /// <summary>Can't be known: a target that hands the packet elsewhere, or that PortFirewall does not know.</summary>
    Unknown,
}
