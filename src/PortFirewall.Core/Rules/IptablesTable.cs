namespace PortFirewall;

/// <summary>A table of a rule set.</summary>
public sealed class IptablesTable
{
    private readonly Dictionary<string, IptablesChain> _byName;

    internal IptablesTable(string name, IReadOnlyList<IptablesChain> chains)
    {
        Name = name;
        Chains = chains;
        _byName = chains.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    /// <summary><c>filter</c>, <c>nat</c>, <c>mangle</c>, <c>raw</c> or <c>security</c>.</summary>
    public string Name { get; }

    /// <summary>The chains: built-in ones first, then the user's, in the order in which iptables prints them.</summary>
    public IReadOnlyList<IptablesChain> Chains { get; }

    /// <summary>Whether the table was there to be read, and not merely is one that the kernel may have.</summary>
    internal bool IsThere { get; init; } = true;

    /// <summary>The flags that nf_tables has for the table; empty where it has none, or keeps no such table.</summary>
    internal string Flags { get; set; } = "";

    /// <summary>Why the kernel calls a chain of the table for no packet; null where it does, or may.</summary>
    internal string? WhyNotCalled(string chain)
        => NftHooks.IsAsleep(Flags) ? $"table {Name} is dormant (nft add table, flags dormant)"
            : BuiltInChains.Contains(Name, chain) && Find(chain) is { IsBuiltIn: false } ? $"{chain} of table {Name} was made without a hook (nft add chain)"
            : null;

    /// <summary>Whether both have the same chains with the same policies and rules, to the letter; counters aside.</summary>
    internal bool SaysTheSameAs(IptablesTable other)
        => Chains.Count == other.Chains.Count && Chains.All(chain => other.Find(chain.Name) is { } twin
            && chain.Policy == twin.Policy && chain.Rules.Count == twin.Rules.Count
            && chain.Rules.Zip(twin.Rules).All(pair => pair.First.Specification == pair.Second.Specification));

    internal IptablesChain? Find(string chain) => _byName.GetValueOrDefault(chain);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
