namespace PortFirewall;

/// <summary>One thing in which two rule sets differ. What a side does not have is null.</summary>
public sealed class IptablesRuleDifference
{
    /// <summary>The family of both rule sets.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>The table: <c>filter</c>, <c>nat</c>, <c>mangle</c>, <c>raw</c> or <c>security</c>.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>What became of the rule, the policy or the chain on the way from the reference to the difference.</summary>
    public required RuleDifferenceKind Kind { get; init; }

    /// <summary>The rule in the reference set; null where it was added, and for chains and policies.</summary>
    public IptablesRule? ReferenceRule { get; init; }

    /// <summary>The rule in the difference set; null where it was removed, and for chains and policies.</summary>
    public IptablesRule? DifferenceRule { get; init; }

    /// <summary>The rule's position in the reference set, from 1; null where it has none.</summary>
    public int? ReferenceNumber => ReferenceRule?.Number;

    /// <summary>The rule's position in the difference set, from 1; null where it has none.</summary>
    public int? DifferenceNumber => DifferenceRule?.Number;

    /// <summary>The policy in the reference set; null for all but <see cref="RuleDifferenceKind.PolicyChanged"/>.</summary>
    public ChainPolicy? ReferencePolicy { get; init; }

    /// <summary>The policy in the difference set; null for all but <see cref="RuleDifferenceKind.PolicyChanged"/>.</summary>
    public ChainPolicy? DifferencePolicy { get; init; }

    /// <summary>The difference as a sentence.</summary>
    public override string ToString() => VisibleText.Of(Kind switch
    {
        RuleDifferenceKind.ChainAdded => $"{AddressFamily}: chain {ChainText} was added.",
        RuleDifferenceKind.ChainRemoved => $"{AddressFamily}: chain {ChainText} was removed.",
        RuleDifferenceKind.PolicyChanged => $"{AddressFamily}: the policy of {ChainText} was changed from {ReferencePolicy} to {DifferencePolicy}.",
        RuleDifferenceKind.RuleAdded => $"{AddressFamily}: {DifferenceRule!.Place} was added: {DifferenceRule.Specification}",
        RuleDifferenceKind.RuleRemoved => $"{AddressFamily}: {ReferenceRule!.Place} was removed: {ReferenceRule.Specification}",
        _ => $"{AddressFamily}: {ReferenceRule!.Place} was moved to {DifferenceRule!.Place}: {DifferenceRule.Specification}",
    });

    private string ChainText => Table == "filter" ? Chain : $"{Table} {Chain}";
}
