namespace PortFirewall;

/// <summary>
/// <c>Redundant</c>: without the rule, each of its packets would meet the same verdict further on, and nothing else on the way.
/// That holds whichever of the rules somebody has removed of which it was said as well, or which no packet reaches as things are.
/// </summary>
internal sealed class RedundantIssues : IIssueKind
{
    public IEnumerable<IptablesRuleIssue> Find(IssueSearch search)
    {
        foreach (var scene in search.Scene.Reached)
        {
            for (var i = 0; i < scene.Rules.Length; i++)
            {
                search.Effort.CheckStop();
                var rule = scene.Rules[i];
                if (!rule.Ends || scene.Arrivals.Count == 0 || search.IsRemovable(rule.Rule) || FindWhatDoesTheSame(search, scene, i) is not { } same)
                    continue;
                search.MarkRemovable(rule.Rule);
                var (who, verb) = Who(same, scene);
                yield return search.Issue(
                    RuleIssueId.Redundant, RuleIssueSeverity.Information, rule.Rule, [.. same.Deciders.Select(d => d.Rule).Distinct()],
                    $"{rule.Rule.Place} changes nothing: without it, {who} {verb} the same with its packets.",
                    "Remove the rule, or keep it as a safeguard against later changes of what comes after it.");
            }
        }
    }

    private static FateWalk? FindWhatDoesTheSame(IssueSearch search, ChainScene scene, int index)
    {
        var rule = scene.Rules[index];
        var policy = rule.Action switch
        {
            RuleAction.Accept => ChainPolicy.Accept,
            RuleAction.Drop => ChainPolicy.Drop,
            _ => ChainPolicy.None,
        };
        // One packet first: it mostly settles the question, at a small part of the cost.
        foreach (var packets in new[] { [Single(rule.Boxes[0])], rule.Boxes })
        {
            var walk = new FateWalk(search.Scene, other => other.Ends && other.Verdict == rule.Verdict, search.IsRemovable);
            if (!walk.EndsWell(scene, index + 1, packets, policy))
                return null;
            if (ReferenceEquals(packets, rule.Boxes))
                return walk;
        }
        return null;
    }

    private static PacketBox Single(PacketBox box)
    {
        var point = box.Pick();
        return box with
        {
            Protocols = IntervalSet<int>.Of(point.Protocol, point.Protocol + 1),
            Sources = AddressSets.Range(point.Source, point.Source),
            Destinations = AddressSets.Range(point.Destination, point.Destination),
            SourcePorts = IntervalSet<int>.Of(point.SourcePort, point.SourcePort + 1),
            DestinationPorts = IntervalSet<int>.Of(point.DestinationPort, point.DestinationPort + 1),
            States = point.State,
            TcpFlags = point.TcpFlags,
        };
    }

    private static (string Who, string Verb) Who(FateWalk same, ChainScene scene)
    {
        var rules = same.Deciders.Select(d => d.Rule).Distinct().ToList();
        var policy = scene.Chain.IsBuiltIn ? $"the policy of {scene.Chain.Name}" : "the policy";
        return (rules.Count, same.ReachesPolicy) switch
        {
            (0, _) => (policy, "does"),
            (1, false) => (rules[0].Place, "does"),
            (_, false) => (RulePlaces.List(rules), "do"),
            _ => ($"{RulePlaces.List(rules)} and {policy}", "do"),
        };
    }
}
