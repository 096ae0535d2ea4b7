namespace PortFirewall;

/// <summary><c>FamilyMismatch</c>: a port that a rule opens for one family, whoever is denied ahead of it, and that is closed to everyone for another.</summary>
internal sealed class FamilyMismatchIssues : IIssueKind
{
    /// <summary>The tables that see inbound packets beside <c>filter</c>, and the chains in which they do.</summary>
    private static readonly (string Table, string Chain)[] Elsewhere =
    [
        ("raw", "PREROUTING"), ("mangle", "PREROUTING"), ("nat", "PREROUTING"), ("mangle", "INPUT"), ("security", "INPUT"), ("nat", "INPUT"),
    ];

    public IEnumerable<IptablesRuleIssue> Find(IssueSearch search)
    {
        if (search.Scene.Table.Name != "filter" || search.Scene.HasLoop)
            yield break;
        var shut = search.Dead.Concat(search.Blocked).Select(d => d.Rule).ToHashSet();
        foreach (var other in search.Others.Where(o => !o.Scene.HasLoop))
        {
            var told = new HashSet<(int, IntervalSet<int>)>();
            foreach (var rule in search.Scene.Reached.Where(c => c.Arrivals.Exists(a => a.Hook == "INPUT")).SelectMany(c => c.Rules).Where(r => OpensPort(r) && !shut.Contains(r.Rule)))
            {
                var box = rule.Boxes[0];
                if (!told.Add((box.Protocols.Intervals[0].Low, box.DestinationPorts)) || !PassElsewhere(search, Asked(search, box)) || FindStop(other, box) is not { } stop)
                    continue;
                var who = stop.ReachesPolicy ? "INPUT:policy" : RulePlaces.List([.. stop.Deciders.Select(d => d.Rule).Distinct()]);
                yield return search.Issue(
                    RuleIssueId.FamilyMismatch, RuleIssueSeverity.Warning, rule.Rule, [.. stop.Deciders.Where(d => d.Stops).Select(d => d.Rule).Distinct()],
                    $"{rule.Rule.Protocol} {PortSets.Describe(box.DestinationPorts)} is open for {search.Ruleset.AddressFamily}, and {who} stops it for {other.Ruleset.AddressFamily}.",
                    $"Open it with Add-IptablesPortRule -AddressFamily {other.Ruleset.AddressFamily}, or remove the rule if the service is not meant to be reached.");
            }
        }
    }

    private static bool OpensPort(RuleFootprint rule)
        => rule is { Action: RuleAction.Accept, IsCertain: true, Boxes: [var box] } && rule.Rule.Syntax.Source is null && rule.Rule.Syntax.Destination is null
            && rule.Rule.Protocol is { } protocol && ProtocolNumbers.WithPorts.Contains(protocol) && !box.DestinationPorts.Equals(PortSets.All);

    private static bool PassElsewhere(IssueSearch search, PacketBox packets)
        => Elsewhere.All(e => search.SceneOf(e.Table) is not { } scene || scene.Table.Find(e.Chain) is null || Accepts(scene, e.Chain, packets));

    /// <summary>Null where some of the packets may come through, or go elsewhere.</summary>
    private static FateWalk? FindStop(IssueSearch search, PacketBox box)
    {
        var asked = Asked(search, box);
        var walk = new FateWalk(search.Scene, static rule => rule.Stops || rule.Action == RuleAction.Continue, static _ => false);
        return walk.EndsWell(search.Scene.Chain("INPUT"), 0, [asked], ChainPolicy.Drop) && PassElsewhere(search, asked) ? walk : null;
    }

    private static bool Accepts(TableScene scene, string chain, PacketBox packets)
        => !scene.HasLoop && new FateWalk(scene, static rule => rule.Rule.Target == "ACCEPT" || rule.Action == RuleAction.Continue, static _ => false)
            .EndsWell(scene.Chain(chain), 0, [packets], ChainPolicy.Accept);

    private static PacketBox Asked(IssueSearch search, PacketBox box) => Hooks.OpeningFromOutside(search.Ruleset.AddressFamily) with
    {
        Protocols = box.Protocols,
        DestinationPorts = box.DestinationPorts,
        // A first fragment, which is where the ports stand.
        Facts = [PacketFacts.FragmentNumber * 2],
    };
}
