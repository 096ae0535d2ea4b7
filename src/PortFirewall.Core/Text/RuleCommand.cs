namespace PortFirewall;

/// <summary>What a line of a rule set asks for, by the commands of <c>iptables(8)</c> that make one.</summary>
internal enum RuleCommand
{
    Append,

    Insert,

    NewChain,

    Policy,

    Flush,

    DeleteChain,

    /// <summary>Counters to zero, which changes no rule.</summary>
    Zero,
}
