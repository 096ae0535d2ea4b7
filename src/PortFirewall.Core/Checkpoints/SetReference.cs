namespace PortFirewall;

/// <summary>A rule that names a set of <c>ipset</c> (<c>iptables-extensions(8)</c>, <c>set</c> and <c>SET</c>): without the set, its table can't be loaded.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Set">The set.</param>
internal sealed record SetReference(IptablesRule Rule, string Set)
{
    /// <summary>The first rule of a rule set for each set that it names.</summary>
    public static IReadOnlyList<SetReference> Of(IptablesRuleset ruleset) => [.. ruleset.Rules.SelectMany(Of).DistinctBy(r => r.Set)];

    /// <summary>The sets that some rule sets name, in order.</summary>
    public static IReadOnlyList<string> NamesIn(params IEnumerable<IptablesRuleset> rulesets)
        => [.. rulesets.SelectMany(Of).Select(r => r.Set).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<SetReference> Of(IptablesRule rule)
        // To take each of many rules apart would cost more than to read them.
        => !rule.Specification.Contains("-set ", StringComparison.Ordinal) || !rule.IsReadable ? []
            : rule.Matches.Where(m => m.Name == "set").SelectMany(m => m.Options).Where(o => o.Name == "--match-set")
                .Concat(rule.TargetOptions.Where(o => rule.Target == "SET" && o.Name is "--add-set" or "--del-set" or "--map-set"))
                .Where(o => o.Value is not null).Select(o => new SetReference(rule, o.Value!.Split(' ')[0]));
}
