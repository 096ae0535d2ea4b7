namespace PortFirewall;

/// <summary>The sets of <c>ipset</c> that rules ask or change (<c>iptables-extensions(8)</c>, <c>set</c> and <c>SET</c>): without one of them, a rule set can't be loaded.</summary>
internal static class SetReferences
{
    private static readonly string[] Options = ["--match-set", "--add-set", "--del-set", "--map-set"];

    public static IReadOnlyList<string> In(IptablesRuleset ruleset)
        => [.. ruleset.Rules.Where(r => r.Specification.Contains("-set ", StringComparison.Ordinal)).SelectMany(InRule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The names of the sets that a text of <c>ipset save</c> creates.</summary>
    public static IEnumerable<string> CreatedBy(string text)
        => text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words is ["create" or "-N", _, ..] or ["create", "-exist", _, ..])
            .Select(words => words[1] == "-exist" ? words[2] : words[1]);

    private static IEnumerable<string> InRule(IptablesRule rule)
    {
        var words = RuleTokenizer.Split(rule.Specification).ToList();
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (Options.Contains(words[i].Text, StringComparer.Ordinal))
                yield return words[i + 1].Text;
        }
    }
}
