namespace PortFirewall;

/// <summary><c>AcceptsEverything</c>: a rule, or a policy with nothing ahead of it that stops anything, that lets every packet of other hosts in.</summary>
internal sealed class AcceptsEverythingIssues : IIssueKind
{
    public IEnumerable<IptablesRuleIssue> Find(IssueSearch search)
    {
        if (search.Scene.Table.Name != "filter" || search.Scene.HasLoop || search.Scene.Table.Find("INPUT") is not { } input)
            yield break;
        var everything = Hooks.OpeningFromOutside(search.Ruleset.AddressFamily);
        foreach (var scene in search.Scene.Reached)
        {
            foreach (var rule in scene.Rules.Where(r => r is { Action: RuleAction.Accept, IsCertain: true } && !search.Dead.Any(d => d.Rule == r.Rule)))
            {
                if (!scene.Arrivals.Exists(a => a.Hook == "INPUT" && a.Box.Contains(everything)) || !rule.Boxes.Any(b => b.Contains(everything)))
                    continue;
                yield return search.Issue(
                    RuleIssueId.AcceptsEverything, RuleIssueSeverity.Error, rule.Rule, [],
                    $"{rule.Rule.Place} accepts every packet that reaches it, whatever its source, protocol and port.",
                    "Narrow the rule to what is meant: a port, a source, or the interface lo.");
            }
        }
        var accepts = new FateWalk(search.Scene, static rule => !rule.Stops && rule.Action != RuleAction.Unknown, static _ => false);
        if (input.Policy == ChainPolicy.Accept && accepts.EndsWell(search.Scene.Chain("INPUT"), 0, [everything], ChainPolicy.Accept) && accepts.ReachesPolicy)
        {
            yield return search.Issue(
                RuleIssueId.AcceptsEverything, RuleIssueSeverity.Error, input, [],
                "No rule of INPUT stops a packet that opens a connection, and its policy is ACCEPT: every port is open.",
                "Allow what is needed, last of all ESTABLISHED and lo, and deny the rest with a policy DROP or a rule at the end.");
        }
    }
}
