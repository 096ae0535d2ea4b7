namespace PortFirewall;

/// <summary>Lists base chains as users see them.</summary>
internal static class HookList
{
    /// <summary>Those of nf_tables, without the tables of <c>iptables-nft</c> where that is the host's own iptables.</summary>
    public static IEnumerable<FirewallHook> Of(NftRuleset nft, IptablesBackend? own)
        => from table in nft.Tables
           where table.Family is "ip" or "ip6" or "inet" or "netdev" && !NftHooks.IsAsleep(table)
           from chain in table.Chains.Values
           where NftHooks.HookOf(chain) is not null && !(own == IptablesBackend.Nft && IsBuiltIn(chain))
           select new FirewallHook
           {
               Family = table.Family,
               Table = table.Name,
               Chain = chain.Name,
               Hook = chain.Hook!,
               Priority = chain.Priority,
               Policy = chain.Policy == "drop" ? ChainPolicy.Drop : ChainPolicy.Accept,
               Backend = IsBuiltIn(chain) ? IptablesBackend.Nft : null,
           };

    /// <summary>Those of the other iptables' rule set that do anything.</summary>
    public static IEnumerable<FirewallHook> Of(IptablesRuleset other)
        => IptablesHooks.Of(other, "legacy ").Select(chain => new FirewallHook
        {
            Family = other.AddressFamily == AddressFamily.IPv4 ? "ip" : "ip6",
            Table = chain.Table,
            Chain = chain.Name,
            Hook = NameOf(chain.Hook),
            Priority = chain.Priority,
            Policy = chain.Policy == PortVerdict.Drop ? ChainPolicy.Drop : ChainPolicy.Accept,
            Backend = IptablesBackend.Legacy,
        });

    private static string NameOf(InboundHook hook) => hook switch
    {
        InboundHook.Input => "input",
        InboundHook.Forward => "forward",
        InboundHook.Postrouting => "postrouting",
        _ => "prerouting",
    };

    private static bool IsBuiltIn(NftChain chain)
        => chain.Table.IsOfIptables && BuiltInChains.ByTable[chain.Table.Name].Contains(chain.Name);
}
