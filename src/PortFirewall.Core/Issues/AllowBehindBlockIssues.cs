namespace PortFirewall;

/// <summary><c>AllowBehindBlock</c>: a rule that would allow, behind one that stops its packets. It looks correct in a listing, and clients still time out.</summary>
internal sealed class AllowBehindBlockIssues : IIssueKind
{
    public IEnumerable<IptablesRuleIssue> Find(IssueSearch search)
        => search.Dead.Where(d => DeadRuleKind.Of(d) == RuleIssueId.AllowBehindBlock).Select(d => Issue(search, d, "every packet that it would accept"))
            .Concat(search.Blocked.Select(d => Issue(search, d, "every packet that opens a connection and that it would accept")));

    private static IptablesRuleIssue Issue(IssueSearch search, DeadRule dead, string what)
    {
        var stops = dead.Causes.All(c => c.Decider.Stops);
        return search.Issue(
            RuleIssueId.AllowBehindBlock, RuleIssueSeverity.Error, dead.Rule, dead.Related,
            $"{dead.Rule.Place} allows nothing: ahead of it, {RulePlaces.List(dead.Related)} {(stops ? dead.Related.Count == 1 ? "stops" : "stop" : "decide")} {what}.",
            "Put the rule ahead of the block with Move-IptablesRule, or remove it if the block is right.");
    }
}
