namespace PortFirewall;

/// <summary><c>Unreachable</c>: a rule behind one that takes every packet, and a chain that none comes into.</summary>
internal sealed class UnreachableIssues : IIssueKind
{
    public IEnumerable<IptablesRuleIssue> Find(IssueSearch search)
    {
        foreach (var dead in search.Dead.Where(d => DeadRuleKind.Of(d) == RuleIssueId.Unreachable))
        {
            yield return search.Issue(
                RuleIssueId.Unreachable, RuleIssueSeverity.Warning, dead.Rule, dead.Related,
                $"No packet reaches {dead.Rule.Place}: {RulePlaces.List(dead.Related)} takes every packet.",
                "Move the rule ahead of that one if it is meant to decide; otherwise remove it, which changes nothing.");
        }
        foreach (var scene in search.Scene.Chains.Where(c => !c.Chain.IsBuiltIn && c.Arrivals.Count == 0 && !search.Scene.HasLoop))
        {
            var jumps = scene.Calls.ConvertAll(c => c.From.Rules[c.Index].Rule);
            yield return search.Issue(
                RuleIssueId.Unreachable, RuleIssueSeverity.Information, scene.Chain, jumps,
                jumps.Count == 0 ? $"Nothing jumps to chain {scene.Chain.Name}: none of its {scene.Chain.Rules.Count} rules sees a packet."
                    : $"No packet comes into chain {scene.Chain.Name}: none reaches {RulePlaces.List(jumps)}, from where it is jumped to.",
                "Jump to the chain where its rules are meant to apply; otherwise remove it, unless a program fills it.");
        }
    }
}
