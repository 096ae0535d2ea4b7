namespace PortFirewall;

/// <summary>Finds everything about rule sets that somebody should look at.</summary>
internal static class RuleIssueFinder
{
    /// <summary>In this order: what is said of a rule first is not said again in other words.</summary>
    private static readonly IIssueKind[] Kinds =
    [
        new AllowBehindBlockIssues(), new ShadowedIssues(), new UnreachableIssues(), new DuplicateIssues(), new EmptyMatchIssues(), new RedundantIssues(),
        new AcceptsEverythingIssues(), new MissingEstablishedIssues(), new MissingLoopbackIssues(), new MissingNeighborDiscoveryIssues(),
        new FamilyMismatchIssues(),
    ];

    /// <summary>The issues of one table, rule set by rule set and chain by chain.</summary>
    /// <param name="rulesets">One for each family.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="isComplete">False where the search had to be given up for some rules.</param>
    public static List<IptablesRuleIssue> Find(IReadOnlyList<IptablesRuleset> rulesets, string table, out bool isComplete)
    {
        var effort = new SearchEffort();
        var issues = Find(rulesets, table, effort);
        isComplete = effort.IsComplete;
        return issues;
    }

    /// <summary>The same, with an end to it.</summary>
    /// <param name="rulesets">One for each family.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="effort">What the search may cost; it tells as well whether some of it was given up.</param>
    /// <exception cref="OperationCanceledException">Somebody wants it to end.</exception>
    public static List<IptablesRuleIssue> Find(IReadOnlyList<IptablesRuleset> rulesets, string table, SearchEffort effort)
    {
        var searches = rulesets.Where(r => r.FindTable(table) is not null).Select(r => new IssueSearch(r, r.FindTable(table)!, effort)).ToList();
        var issues = new List<IptablesRuleIssue>();
        foreach (var search in searches)
        {
            search.Others = searches.FindAll(s => s != search && s.Ruleset.AddressFamily != search.Ruleset.AddressFamily);
            var order = search.Scene.Table.Chains.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);
            issues.AddRange(Kinds.SelectMany(k => k.Find(search)).OrderBy(i => order[i.Chain]).ThenBy(i => i.RuleNumber ?? 0));
        }
        return issues;
    }
}
