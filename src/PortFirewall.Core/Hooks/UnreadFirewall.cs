namespace PortFirewall;

/// <summary>
/// Another firewall that is there and could not be read. What everything else lets through, it may still stop: nothing is
/// accepted for certain behind it, and what is stopped already stays so.
/// </summary>
internal sealed class UnreadFirewall : IRuleChains
{
    public const string Nftables = "nftables";

    public const string IptablesLegacy = "iptables-legacy";

    private const string Mark = " (could not be read)";

    private UnreadFirewall()
    {
    }

    public IEnumerable<RuleMeaning> All => [];

    /// <summary>It as the last to see packets, whether they are for this host or for another.</summary>
    /// <param name="firewall">Its name: <c>nftables</c>, <c>iptables-legacy</c>.</param>
    public static IEnumerable<BaseChain> At(string firewall)
        => from hook in new[] { InboundHook.Input, InboundHook.Postrouting }
           let place = firewall + Mark
           select new BaseChain(hook, int.MaxValue, "", new UnreadFirewall(), PortVerdict.Drop, place) { OnlyIf = place };

    /// <summary>Whether <c>DecidedBy</c> names one.</summary>
    public static bool IsPlace(string place) => place.EndsWith(Mark, StringComparison.Ordinal);

    /// <summary>The names of those beside a rule set.</summary>
    public static IReadOnlyList<string> NamesOf(IptablesRuleset ruleset)
        => [.. ruleset.OtherHooks.Where(h => h.Chains is UnreadFirewall).Select(h => h.PolicyPlace[..^Mark.Length]).Distinct(StringComparer.Ordinal)];

    /// <summary>Says in a sentence which of them packets may still meet; null where there is none.</summary>
    public static string? Warn(IEnumerable<PathOutcome> outcomes)
    {
        var names = outcomes.Where(o => o.IsOfUnreadFirewall).Select(o => o.DecidedBy[..^Mark.Length]).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? null : $"Whether {string.Join(" or ", names)} stops the packets is not known, as it could not be read.";
    }

    public IEnumerable<RuleMeaning>? Find(string chain) => [];

    public IEnumerable<(string Place, string Text)> Texts(string chain) => [];
}
