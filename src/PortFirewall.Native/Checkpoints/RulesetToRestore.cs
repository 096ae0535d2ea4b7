namespace PortFirewall;

/// <summary>A rule set that is to be restored, and where it belongs.</summary>
/// <param name="Ruleset">The rule set.</param>
/// <param name="NetworkNamespace">The network namespace that it is of; null for the host's own, or where nobody knows.</param>
/// <param name="Backend">The backend that kept it; null where nobody knows.</param>
/// <param name="Sets">The sets that it refers to, as far as they were recorded.</param>
internal sealed record RulesetToRestore(IptablesRuleset Ruleset, string? NetworkNamespace, IptablesBackend? Backend, IReadOnlyList<IpsetHeader> Sets)
{
    public static RulesetToRestore Of(IptablesRuleset ruleset) => new(ruleset, ruleset.NetworkNamespace, ruleset.Backend, []);

    public static IEnumerable<RulesetToRestore> Of(IptablesCheckpoint checkpoint)
        => checkpoint.Rulesets.Select((ruleset, i) => new RulesetToRestore(ruleset, checkpoint.NetworkNamespace, ruleset.Backend, checkpoint.Sets));
}
