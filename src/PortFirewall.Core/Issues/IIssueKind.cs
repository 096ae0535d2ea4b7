namespace PortFirewall;

/// <summary>One kind of issue, and how it is found.</summary>
internal interface IIssueKind
{
    IEnumerable<IptablesRuleIssue> Find(IssueSearch search);
}
