namespace PortFirewall;

/// <summary>Something that every firewall which denies by default has to let in, or the host itself fails.</summary>
/// <param name="id">The issue where it is stopped.</param>
/// <param name="severity">How much it matters.</param>
/// <param name="packets">Such packets of a family, all of which are stopped then; null where it has none.</param>
/// <param name="message">What is wrong.</param>
/// <param name="recommendedAction">What to do.</param>
internal abstract class MissingAllowIssues(
    RuleIssueId id, RuleIssueSeverity severity, Func<AddressFamily, PacketBox?> packets, string message, string recommendedAction) : IIssueKind
{
    public IEnumerable<IptablesRuleIssue> Find(IssueSearch search)
    {
        if (search.Scene.Table.Name != "filter" || search.Scene.HasLoop || search.Scene.Table.Find("INPUT") is null || packets(search.Ruleset.AddressFamily) is not { } needed)
            return [];
        var walk = new FateWalk(search.Scene, static rule => rule.Stops || rule.Action == RuleAction.Continue, static _ => false);
        var input = search.Scene.Chain("INPUT");
        // Not one of them may come through: somebody who allows a part of them has thought of it.
        return walk.EndsWell(input, 0, [needed], ChainPolicy.Drop)
            ? [search.Issue(id, severity, input.Chain, [.. walk.Deciders.Where(d => d.Stops).Select(d => d.Rule).Distinct()], message, recommendedAction)]
            : [];
    }
}
