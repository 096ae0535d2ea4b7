namespace PortFirewall;

/// <summary>Live rule sets of one backend together with everything else that sees the same packets.</summary>
/// <param name="Rulesets">The rule sets, in the order of the families asked for, each with its <see cref="IptablesRuleset.OtherHooks"/>.</param>
/// <param name="Problem">Why a part could not be seen, as a sentence; null where everything was.</param>
internal sealed record HookedRulesets(IReadOnlyList<IptablesRuleset> Rulesets, string? Problem)
{
    private const int Attempts = 6;

    /// <summary>Reads all sides at once; again where somebody changed the rules between one side and the other.</summary>
    public static async Task<HookedRulesets> ReadAsync(FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
    {
        var (read, isTorn) = await ReadOnceAsync(scope, families, cancellation);
        for (var attempt = 1; isTorn && attempt < Attempts; attempt++)
        {
            var earlier = read;
            (read, isTorn) = await ReadOnceAsync(scope, families, cancellation);
            // Nobody has changed anything: what differs now is meant to, such as rules that nft put into a table of iptables.
            if (earlier.Rulesets.Zip(read.Rulesets).All(pair => pair.First.SaysTheSameAs(pair.Second)))
                break;
        }
        return read;
    }

    private static async Task<(HookedRulesets Read, bool IsTorn)> ReadOnceAsync(FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
    {
        var nft = NftSource.ReadAsync(scope.NetworkNamespace, cancellation);
        var others = families.Select(family => ReadOtherAsync(scope, family, nft, cancellation)).ToList();
        var rulesets = await RulesetSource.ReadAsync(scope, families, cancellation);
        var (native, problem) = await nft;
        IReadOnlyList<string> unread = problem is null ? [] : [UnreadFirewall.Nftables];
        var attached = new List<IptablesRuleset>();
        var problems = new List<string?> { problem };
        var isTorn = false;
        foreach (var (ruleset, other) in rulesets.Zip(await Task.WhenAll(others)))
        {
            attached.Add(OtherHooks.Attach(ruleset, native, other.Ruleset, other.Problem is null ? unread : [.. unread, UnreadFirewall.IptablesLegacy], out var differs));
            isTorn |= differs;
            problems.Add(other.Problem);
        }
        return (new HookedRulesets(attached, Tell([.. problems.OfType<string>().Distinct(StringComparer.Ordinal)])), isTorn);
    }

    /// <summary>
    /// Reads again after a change of rules of iptables. Where nothing else saw the packets before, a look at the chains tells
    /// whether that is still so, without another reading of a thousand rules; what a rule of iptables says was known before, and
    /// its text tells whether it is the same.
    /// </summary>
    public static async Task<HookedRulesets> ReadAgainAsync(
        FirewallScope scope, IReadOnlyCollection<IptablesRuleset> before, IReadOnlyList<AddressFamily> families, CancellationToken cancellation, EarlyChange? change = null)
    {
        if (before.Any(r => r.OtherHooks.Count > 0))
            return await ReadAsync(scope, families, cancellation);
        var chains = NftSource.ReadChainsAsync(scope.NetworkNamespace, cancellation);
        var rulesets = await Task.WhenAll(families.Select(async family
            => change is not null && await change.TryReadBackAsync(scope, family) is { } read ? read : await RulesetSource.ReadAsync(scope, family, cancellation)));
        var (there, problem) = await chains;
        var isAlone = problem is null && there.Tables.All(t => (t.IsOfIptables && NftHooks.AreClear(t.Flags) && scope.Backend != IptablesBackend.Legacy)
            || t.Chains.Values.All(c => NftHooks.HookOf(c) is null));
        return isAlone ? new HookedRulesets(rulesets, null) : await ReadAsync(scope, families, cancellation);
    }

    /// <summary>The rule set of the other iptables; null where it has none, or none that can be read.</summary>
    public static async Task<IptablesRuleset?> ReadOtherAsync(FirewallScope scope, AddressFamily family, CancellationToken cancellation)
        => (await ReadOtherAsync(scope, family, NftSource.ReadAsync(scope.NetworkNamespace, cancellation), cancellation)).Ruleset;

    private static async Task<(IptablesRuleset? Ruleset, string? Problem)> ReadOtherAsync(
        FirewallScope scope, AddressFamily family, Task<(NftRuleset Ruleset, string? Problem)> nft, CancellationToken cancellation)
    {
        var own = await IptablesTools.BackendOfAsync(family, scope.Backend, cancellation);
        var isThere = own == IptablesBackend.Nft
            ? await LegacyTables.AreThereAsync(family, scope.NetworkNamespace, cancellation)
            : (await nft).Ruleset.Tables.Any(t => t.IsOfIptables && t.Sees(family) && t.Chains.Values.Any(c => c.Rules.Count > 0 || c.Policy == "drop"));
        if (isThere is null)
            return (null, "This user may not see whether there are legacy tables.");
        if (isThere == false)
            return (null, null);
        var other = scope with { Backend = own == IptablesBackend.Nft ? IptablesBackend.Legacy : IptablesBackend.Nft };
        var tool = await IptablesTools.ForAsync(family, other.Backend, "-save", cancellation);
        try
        {
            return tool.FindPath() is null ? (null, UnlessShownByNft(own, $"There are legacy tables, and {tool.Name} is not installed."))
                : (await RulesetSource.ReadAsync(other, family, cancellation), null);
        }
        catch (FirewallException failure) when (failure.ErrorId != nameof(ToolErrors.NetworkNamespaceNotFound))
        {
            return (null, UnlessShownByNft(own, $"Legacy tables could not be read: {failure.Message}"));
        }
    }

    /// <summary>The tables of iptables-nft are in what nft printed as well.</summary>
    private static string? UnlessShownByNft(IptablesBackend own, string problem) => own == IptablesBackend.Legacy ? null : problem;

    private static string? Tell(IReadOnlyList<string> problems)
        => problems.Count == 0 ? null : $"{string.Join(' ', problems)} Whether that stops packets which all else accepts is not known.";
}
