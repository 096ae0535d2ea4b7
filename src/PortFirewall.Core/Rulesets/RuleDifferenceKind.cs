namespace PortFirewall;

/// <summary>How two rule sets differ in one place.</summary>
public enum RuleDifferenceKind
{
    /// <summary>The difference set has a user chain that the reference set does not have.</summary>
    ChainAdded,

    /// <summary>The reference set has a user chain that the difference set does not have.</summary>
    ChainRemoved,

    /// <summary>A built-in chain has another policy.</summary>
    PolicyChanged,

    /// <summary>The difference set has a rule that the reference set does not have.</summary>
    RuleAdded,

    /// <summary>The reference set has a rule that the difference set does not have.</summary>
    RuleRemoved,

    /// <summary>Both have the rule, at another place among the rules that stayed.</summary>
    RuleMoved,
}
