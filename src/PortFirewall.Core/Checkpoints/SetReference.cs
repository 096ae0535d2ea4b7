namespace PortFirewall;

/// <summary>A rule that names a set of <c>ipset</c>: the match <c>set</c> and the target <c>SET</c> (<c>iptables-extensions(8)</c>).</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Set">The set.</param>
internal sealed record SetReference(IptablesRule Rule, string Set)
{
    /// <summary><c>--set</c> is how the match was written before there was a match <c>recent</c> with the same option.</summary>
    private static readonly string[] Options = ["--match-set", "--add-set", "--del-set", "--map-set"];

    /// <summary>The first rule of a rule set for each set that it names.</summary>
    public static IReadOnlyList<SetReference> Of(IptablesRuleset ruleset)
        => [.. ruleset.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).SelectMany(Of).DistinctBy(r => r.Set)];

    private static IEnumerable<SetReference> Of(IptablesRule rule)
    {
        if (!rule.Specification.Contains("-set", StringComparison.Ordinal) || !rule.IsReadable)
            return [];
        var words = RuleTokenizer.Split(rule.Specification);
        return words.Zip(words.Skip(1)).Where(pair => !pair.First.Quoted && Options.Contains(pair.First.Text)).Select(pair => new SetReference(rule, pair.Second.Text));
    }
}
