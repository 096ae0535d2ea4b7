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

    internal IptablesChain? Find(string chain) => _byName.GetValueOrDefault(chain);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
