namespace PortFirewall;

/// <summary>Something about a rule set that somebody should look at, with the rules that cause it.</summary>
public sealed class IptablesRuleIssue
{
    /// <summary>What it is.</summary>
    public required RuleIssueId Id { get; init; }

    /// <summary>How much it matters.</summary>
    public required RuleIssueSeverity Severity { get; init; }

    /// <summary>The family of the rule set.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>The position of the rule, from 1; null where the issue is one of the whole chain.</summary>
    public int? RuleNumber { get; init; }

    /// <summary>The rule; null where the issue is one of the whole chain.</summary>
    public IptablesRule? Rule { get; init; }

    /// <summary>The rules that cause it, none of which could be left out; empty where a policy does, or the rule by itself.</summary>
    public IReadOnlyList<IptablesRule> Related { get; init; } = [];

    /// <summary>What is wrong, as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it, as a sentence.</summary>
    public required string RecommendedAction { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) that the rules are in; null for the host's own, or where they were read from a file.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>What, where and why.</summary>
    public override string ToString() => VisibleText.Of($"{Id} {IptablesRule.PlaceOf(Table, Chain, RuleNumber is { } number ? number : "chain")}: {Message}");
}
