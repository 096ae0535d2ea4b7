namespace PortFirewall;

/// <summary>Live rule sets of one backend together with everything else that sees the same packets.</summary>
/// <param name="Rulesets">The rule sets, in the order of the families asked for, each with its <see cref="IptablesRuleset.OtherHooks"/>.</param>
/// <param name="Problem">Why a part could not be seen, as a sentence; null where everything was.</param>
internal sealed record HookedRulesets(IReadOnlyList<IptablesRuleset> Rulesets, string? Problem)
{
    /// <summary>Reads all sides at once.</summary>
    public static async Task<HookedRulesets> ReadAsync(FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
    {
        var nft = NftSource.ReadAsync(scope.NetworkNamespace, cancellation);
        var others = families.Select(family => ReadOtherAsync(scope, family, nft, cancellation)).ToList();
        var rulesets = await RulesetSource.ReadAsync(scope, families, cancellation);
        var (native, problem) = await nft;
        var attached = new List<IptablesRuleset>();
        foreach (var (ruleset, other) in rulesets.Zip(await Task.WhenAll(others)))
        {
            attached.Add(OtherHooks.Attach(ruleset, native, other.Ruleset));
            problem ??= other.Problem;
        }
        return new HookedRulesets(attached, problem);
    }

    /// <summary>
    /// Reads again after a change of rules of iptables. Where nothing else saw the packets before, a look at the chains tells
    /// whether that is still so, without another reading of a thousand rules; what a rule of iptables says was known before, and
    /// its text tells whether it is the same.
    /// </summary>
    public static async Task<HookedRulesets> ReadAgainAsync(
        FirewallScope scope, IReadOnlyCollection<IptablesRuleset> before, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
    {
        if (before.Any(r => r.OtherHooks.Count > 0))
            return await ReadAsync(scope, families, cancellation);
        var chains = NftSource.ReadChainsAsync(scope.NetworkNamespace, cancellation);
        var rulesets = await RulesetSource.ReadAsync(scope, families, cancellation);
        var isAlone = (await chains).Ruleset.Tables.All(t => (t.IsOfIptables && scope.Backend != IptablesBackend.Legacy)
            || t.Chains.Values.All(c => NftHooks.HookOf(c) is null));
        return isAlone ? new HookedRulesets(rulesets, null) : await ReadAsync(scope, families, cancellation);
    }

    private static async Task<(IptablesRuleset? Ruleset, string? Problem)> ReadOtherAsync(
        FirewallScope scope, AddressFamily family, Task<(NftRuleset Ruleset, string? Problem)> nft, CancellationToken cancellation)
    {
        var own = await IptablesTools.BackendOfAsync(family, scope.Backend, cancellation);
        var isThere = own == IptablesBackend.Nft
            ? await LegacyTables.AreThereAsync(family, scope.NetworkNamespace, cancellation)
            : (await nft).Ruleset.Tables.Any(t => t.IsOfIptables && t.Sees(family) && t.Chains.Values.Any(c => c.Rules.Count > 0 || c.Policy == "drop"));
        if (isThere is null)
            return (null, "What legacy tables do to the packets is left out, as this user may not see whether there are any.");
        if (isThere == false)
            return (null, null);
        var other = scope with { Backend = own == IptablesBackend.Nft ? IptablesBackend.Legacy : IptablesBackend.Nft };
        var tool = await IptablesTools.ForAsync(family, other.Backend, "-save", cancellation);
        return tool.FindPath() is null
            ? (null, $"What the rules of the other iptables do to the packets is left out, as {tool.Name} is not installed.")
            : (await RulesetSource.ReadAsync(other, family, cancellation), null);
    }
}
