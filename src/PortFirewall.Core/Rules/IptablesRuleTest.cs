namespace PortFirewall;

/// <summary>Whether an exact rule exists, by iptables' own answer.</summary>
public sealed class IptablesRuleTest
{
    /// <summary>What <c>iptables --check</c> says of the live rule set.</summary>
    public required bool Exists { get; init; }

    /// <summary>Every position of the rule in the chain, from 1; empty where no rule reads like it.</summary>
    public required int[] RuleNumber { get; init; }

    /// <summary>The rule that was asked about.</summary>
    public required string Specification { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>The family.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>The native check as it was run.</summary>
    public required string Command { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) that was asked; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The backend that was asked; null for the host's default.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>Why the answer may be wrong, as a sentence; null where what iptables says and what the rules read agree.</summary>
    internal string? Doubt => Exists && RuleNumber.Length == 0
        ? $"{AddressFamily}: iptables says that the rule exists, and no rule of {Chain} reads like it. Its answer may be wrong: ip6tables-legacy 1.8.9 takes rules for the same that differ in the values of their matches. See the rules with Get-IptablesRule."
        : null;
}
