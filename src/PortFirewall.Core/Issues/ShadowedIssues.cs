namespace PortFirewall;

/// <summary><c>Shadowed</c>: the rules ahead, together, take everything that a rule matches.</summary>
internal sealed class ShadowedIssues : IIssueKind
{
    public IEnumerable<IptablesRuleIssue> Find(IssueSearch search)
        => search.Dead.Where(d => DeadRuleKind.Of(d) == RuleIssueId.Shadowed).Select(dead => search.Issue(
            RuleIssueId.Shadowed, RuleIssueSeverity.Warning, dead.Rule, dead.Related,
            $"No packet reaches {dead.Rule.Place}: {RulePlaces.List(dead.Related)} {(dead.Related.Count == 1 ? "takes" : "together take")} everything that it matches.",
            "Move the rule ahead of those if it is meant to decide; otherwise remove it, which changes nothing."));
}
