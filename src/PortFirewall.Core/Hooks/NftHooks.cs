namespace PortFirewall;

/// <summary>The base chains of nft on the way in.</summary>
internal static class NftHooks
{
    private const string Devices = " (devices of the hook)";

    /// <summary>Those that packets of a family meet, of the tables asked for.</summary>
    public static IEnumerable<BaseChain> Of(NftRuleset ruleset, AddressFamily family, Func<NftTable, bool> wanted)
        => ruleset.Tables.Where(t => t.Sees(family) && !IsAsleep(t) && wanted(t))
            .SelectMany(table => BaseChainsOf(table, new NftChains(table, family)));

    /// <summary>Where a hook is on the way of packets that come in; null where it is not.</summary>
    public static InboundHook? HookOf(NftChain chain) => chain.Hook switch
    {
        "ingress" => InboundHook.Ingress,
        "prerouting" => InboundHook.Prerouting,
        "input" => InboundHook.Input,
        "forward" => InboundHook.Forward,
        "postrouting" => InboundHook.Postrouting,
        _ => null,
    };

    /// <summary>When the kernel calls a base chain, among those of the same hook.</summary>
    public static int PriorityOf(NftChain chain) => chain.Type == "nat" && HookOf(chain) is { } hook ? NatPriorityAt(hook) : chain.Priority;

    /// <summary>Whether it is what a chain at <c>ingress</c> may do, where only its devices see packets.</summary>
    public static bool IsOfIngress(PathOutcome way) => way.IsOfOtherFirewall && way.Part.Conditions.Any(c => c.EndsWith(Devices, StringComparison.Ordinal));

    /// <summary>A dormant table has no hooks (<c>nft(8)</c>).</summary>
    public static bool IsAsleep(NftTable table) => IsAsleep(table.Flags);

    public static bool IsAsleep(string flags) => flags.Split(',').Contains("dormant");

    /// <summary>Whether the flags leave the table's part in the matter as it is; nft 1.0.6 prints any word for them (<c>src/json.c</c>, <c>table_print_json</c>).</summary>
    public static bool AreClear(string flags) => flags.Length == 0 || flags.Split(',').All(f => f is "owner" or "persist");

    private static IEnumerable<BaseChain> BaseChainsOf(NftTable table, NftChains chains)
    {
        foreach (var chain in table.Chains.Values)
        {
            if (HookOf(chain) is not { } hook || (chain.Rules.Count == 0 && chain.Policy != "drop"))
                continue;
            var isNat = chain.Type == "nat";
            yield return new BaseChain(hook, isNat ? NatPriorityAt(hook) : chain.Priority, chain.Name, chains, chain.Policy == "drop" ? PortVerdict.Drop : PortVerdict.Accept, $"{chain.Place}:policy")
            {
                IsNat = isNat,
                NatPriority = chain.Priority,
                OnlyIf = WhyUncertain(chain, hook),
            };
        }
    }

    /// <summary>All chains of nat are called from one place (<c>net/netfilter/nf_nat_proto.c</c>, <c>nf_nat_inet_ops</c>), whatever their own priority.</summary>
    private static int NatPriorityAt(InboundHook hook) => hook == InboundHook.Prerouting ? -100 : 100;

    /// <summary>What nft does not say in JSON, and the chain's part in the matter hangs on.</summary>
    private static string? WhyUncertain(NftChain chain, InboundHook hook)
    {
        if (hook == InboundHook.Ingress)
            return chain.Place + Devices;
        return AreClear(chain.Table.Flags) ? null : $"{chain.Place} (flags of the table)";
    }
}
