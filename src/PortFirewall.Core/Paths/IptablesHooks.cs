namespace PortFirewall;

/// <summary>The base chains of iptables' tables on the way in (<c>include/uapi/linux/netfilter_ipv4.h</c>, <c>enum nf_ip_hook_priorities</c>).</summary>
internal static class IptablesHooks
{
    private static readonly (string Table, string Chain, InboundHook Hook, int Priority)[] Known =
    [
        ("raw", "PREROUTING", InboundHook.Prerouting, -300),
        ("mangle", "PREROUTING", InboundHook.Prerouting, -150),
        ("nat", "PREROUTING", InboundHook.Prerouting, -100),
        ("mangle", "INPUT", InboundHook.Input, -150),
        ("filter", "INPUT", InboundHook.Input, 0),
        ("security", "INPUT", InboundHook.Input, 50),
        ("nat", "INPUT", InboundHook.Input, 100),
        ("mangle", "FORWARD", InboundHook.Forward, -150),
        ("filter", "FORWARD", InboundHook.Forward, 0),
        ("security", "FORWARD", InboundHook.Forward, 50),
        // nat POSTROUTING stops nothing: it changes sources, after all that asks about them.
        ("mangle", "POSTROUTING", InboundHook.Postrouting, -150),
    ];

    /// <summary><c>iptables-nft</c> registers its security table behind nat (<c>iptables/nft.c</c>, <c>xtables_ipv4</c>), where the legacy tables have it ahead.</summary>
    private static int PriorityOf(string table, int priority, IptablesBackend? backend)
        => table == "security" && backend == IptablesBackend.Nft ? NftSecurityPriority : priority;

    private const int NftSecurityPriority = 150;

    /// <summary>When the legacy kernel calls a built-in chain; null for a chain that it does not call on the way in.</summary>
    public static (InboundHook Hook, int Priority)? TurnOf(string table, string chain)
    {
        foreach (var known in Known)
        {
            if (known.Table == table && known.Chain == chain)
                return (known.Hook, known.Priority);
        }
        return (table, chain) is ("nat", "POSTROUTING") ? (InboundHook.Postrouting, 100) : null;
    }

    /// <summary>Those of a rule set that may do anything, and those of the filter table.</summary>
    /// <param name="ruleset">The rule set.</param>
    /// <param name="otherBackend">What its places begin with, where it is not the rule set that was asked about but the other backend's; null where it is.</param>
    /// <param name="wanted">Which tables; null for all.</param>
    public static IEnumerable<BaseChain> Of(IptablesRuleset ruleset, string? otherBackend = null, Func<string, bool>? wanted = null)
    {
        foreach (var (tableName, chainName, hook, priority) in Known)
        {
            var table = ruleset.FindTable(tableName);
            if (wanted?.Invoke(tableName) == false || table?.Find(chainName) is not { } chain || (chain.Rules.Count == 0 && chain.Policy == ChainPolicy.Accept && (tableName != "filter" || otherBackend is not null)))
                continue;
            var whyNot = table.WhyNotCalled(chainName);
            if (whyNot is not null && (tableName != "filter" || otherBackend is not null))
                continue;
            // filter has its place on the way also where its chain does nothing there.
            var called = whyNot is null ? table : new IptablesTable(tableName, [chain.With([])]);
            yield return new BaseChain(
                hook, PriorityOf(tableName, priority, ruleset.Backend), chainName, new IptablesRules(called, ruleset.Facts, otherBackend ?? ""), whyNot is not null || chain.Policy == ChainPolicy.Accept ? PortVerdict.Accept : PortVerdict.Drop,
                whyNot is null ? otherBackend + IptablesRule.PlaceOf(tableName, chainName, "policy") : $"{tableName} ({(NftHooks.IsAsleep(table.Flags) ? "dormant" : "without a hook")}) {chainName}:policy")
            {
                OnlyIf = whyNot is not null || NftHooks.AreClear(table.Flags) ? null : $"{chainName} (flags of table {tableName})",
                Table = tableName,
                IsNat = tableName == "nat",
                NatPriority = priority,
                IsMain = tableName == "filter" && otherBackend is null,
            };
        }
    }
}
