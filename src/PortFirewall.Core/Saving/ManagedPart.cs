namespace PortFirewall;

/// <summary>The part of a rule set that another program keeps.</summary>
/// <param name="Profile">The program.</param>
/// <param name="Chains">Its chains.</param>
/// <param name="Rules">Every rule in these chains or leading to them, and its own in the built-in chains.</param>
internal sealed record ManagedPart(ManagerProfile Profile, IReadOnlyList<IptablesChain> Chains, IReadOnlyList<IptablesRule> Rules)
{
    /// <summary>Whether the program does not run here any more.</summary>
    public bool IsLeftover { get; init; }

    /// <summary>
    /// What others keep in a rule set. Who writes all of it anew has no part that could be told from the rest; a rule in one owner's chain that leads to
    /// another's counts for both.
    /// </summary>
    public static IReadOnlyList<ManagedPart> FindIn(IptablesRuleset ruleset)
        => [.. ManagerProfiles.SeenIn(ruleset).Where(p => !p.RewritesAll).Select(p => Of(p, ruleset))];

    /// <summary>The same for people.</summary>
    public ManagedRules Describe(bool leftOut) => new()
    {
        Manager = Profile.Name,
        Chains = [.. Chains.Select(c => c.ToString())],
        RuleCount = Rules.Count,
        LeftOut = leftOut,
        IsLeftover = IsLeftover,
    };

    private static ManagedPart Of(ManagerProfile profile, IptablesRuleset ruleset)
    {
        var chains = ruleset.Chains.Where(c => !c.IsBuiltIn && profile.OwnsChain(c.Name)).ToList();
        var own = chains.Select(c => (c.Table, c.Name)).ToHashSet();
        return new ManagedPart(profile, chains, [.. ruleset.Rules.Where(
            r => own.Contains((r.Table, r.Chain)) || (r.Target is { } target && own.Contains((r.Table, target))) || profile.OwnsLooseRule(r))]);
    }
}
