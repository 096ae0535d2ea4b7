namespace PortFirewall;

/// <summary>Tells in what two rule sets of one family differ. Counters don't count, and neither does the order of chains.</summary>
internal static class RulesetComparison
{
    public static IEnumerable<IptablesRuleDifference> Compare(IptablesRuleset reference, IptablesRuleset difference)
    {
        var tables = reference.Tables.Concat(difference.Tables).Select(t => t.Name).Distinct(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var before = reference.FindTable(table);
            var after = difference.FindTable(table);
            var chains = (before?.Chains ?? []).Concat(after?.Chains ?? []).Select(c => c.Name).Distinct(StringComparer.Ordinal);
            foreach (var found in chains.SelectMany(c => ChainComparison.Compare(before?.Find(c), after?.Find(c))))
                yield return found;
        }
    }
}
