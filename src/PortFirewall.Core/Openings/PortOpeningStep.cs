namespace PortFirewall;

/// <summary>The steps of opening or closing a port, in their order. Each has a property of the same name in <see cref="PortOpening"/>.</summary>
public enum PortOpeningStep
{
    /// <summary>Is anything listening, and on which addresses?</summary>
    Listener,

    /// <summary>The chain as it is, with its order and exact counters.</summary>
    Chain,

    /// <summary>Is the exact rule there already?</summary>
    RuleTest,

    /// <summary>The rule goes in where it takes effect, or away.</summary>
    Rule,

    /// <summary>What becomes of the packets now?</summary>
    Path,

    /// <summary>Somebody connects from elsewhere.</summary>
    Probe,

    /// <summary>Did the rule's own counter rise?</summary>
    Proof,

    /// <summary>The rules are kept over a restart.</summary>
    Save,
}
