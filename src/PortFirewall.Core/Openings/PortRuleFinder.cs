namespace PortFirewall;

/// <summary>Finds the rule that opens a port, by what it is.</summary>
internal static class PortRuleFinder
{
    /// <summary>
    /// The rules that say what was asked for and nothing else. A comment is looked at only where one was asked for: it changes
    /// nothing about which packets a rule lets in.
    /// </summary>
    /// <param name="ruleset">The rules in force.</param>
    /// <param name="asked">The rule; its chain is where it is looked for first.</param>
    public static IReadOnlyList<IptablesRule> Find(IptablesRuleset ruleset, PortRule asked)
    {
        if (ruleset.FindTable(asked.Table) is not { } table)
            return [];
        var here = table.Chains.Where(c => c.Name == asked.Chain).SelectMany(c => Matching(c, asked)).ToList();
        // Add-IptablesPortRule puts a rule into the chain that the packets really reach, such as the one of a zone.
        return here.Count > 0 ? here : [.. table.Chains.Where(c => c.Name != asked.Chain && !c.IsBuiltIn).SelectMany(c => Matching(c, asked))];
    }

    private static IEnumerable<IptablesRule> Matching(IptablesChain chain, PortRule asked)
    {
        var wanted = WithoutComment(asked.Specification, asked.Family);
        return chain.Rules.Where(rule => rule.IsReadable && (asked.Comment is null || rule.Comment == asked.Comment) && WithoutComment(rule.Specification, asked.Family) == wanted);
    }

    private static string WithoutComment(string specification, AddressFamily family)
    {
        var rule = RuleReader.Read(specification);
        rule.Matches.RemoveAll(m => m.Name == "comment");
        return RuleNormalForm.Of(rule, family);
    }
}
