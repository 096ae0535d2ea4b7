namespace PortFirewall;

/// <summary>Rules in a rule set that is saved, and that another program keeps and makes anew.</summary>
public sealed class ManagedRules
{
    /// <summary>The program: <c>fail2ban</c>, <c>Docker</c>, <c>kube-proxy</c> …</summary>
    public required string Manager { get; init; }

    /// <summary>Its chains, each with its table: <c>filter f2b-sshd</c>.</summary>
    public required string[] Chains { get; init; }

    /// <summary>How many rules are in these chains, lead to them, or are its own in the built-in chains.</summary>
    public required int RuleCount { get; init; }

    /// <summary>Whether they were left out of the file.</summary>
    public required bool LeftOut { get; init; }

    /// <summary>Whether the program does not run here, so that nobody makes the rules anew or takes them away.</summary>
    public bool IsLeftover { get; init; }

    /// <summary>Who, and how many rules in how many chains.</summary>
    public override string ToString() => $"{Manager} ({RuleCount} {(RuleCount == 1 ? "rule" : "rules")}, {Chains.Length} {(Chains.Length == 1 ? "chain" : "chains")})";
}
