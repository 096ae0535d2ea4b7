namespace PortFirewall;

/// <summary><c>EmptyMatch</c>: a rule that asks for what no packet is, or none that comes into its chain.</summary>
internal sealed class EmptyMatchIssues : IIssueKind
{
    public IEnumerable<IptablesRuleIssue> Find(IssueSearch search)
        => search.Dead.Where(d => DeadRuleKind.Of(d) == RuleIssueId.EmptyMatch).Select(dead =>
        {
            var byItself = dead.Footprint.Boxes.Count == 0;
            var jumps = byItself ? [] : dead.Scene.Arrivals.SelectMany(a => a.Jumps.TakeLast(1)).Distinct().ToList();
            return search.Issue(
                RuleIssueId.EmptyMatch, RuleIssueSeverity.Warning, dead.Rule, jumps,
                byItself ? $"{dead.Rule.Place} can match nothing: no packet meets all of its conditions."
                    : jumps.Count == 0 ? $"{dead.Rule.Place} can match nothing: no packet that chain {dead.Rule.Chain} sees meets its conditions."
                    : $"{dead.Rule.Place} can match nothing: no packet that {RulePlaces.List(jumps)} {(jumps.Count == 1 ? "sends" : "send")} into chain {dead.Rule.Chain} meets its conditions.",
                "Correct the rule's conditions, or remove it, which changes nothing.");
        });
}
