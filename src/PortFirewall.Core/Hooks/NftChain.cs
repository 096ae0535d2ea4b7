namespace PortFirewall;

/// <summary>A chain of nf_tables; a base chain where it has a hook.</summary>
internal sealed record NftChain(NftTable Table, string Name)
{
    /// <summary><c>prerouting</c>, <c>input</c>, <c>ingress</c> …; null where only other chains lead here.</summary>
    public string? Hook { get; init; }

    /// <summary>When it is called, among those of the same hook: the lowest first.</summary>
    public int Priority { get; init; }

    /// <summary><c>accept</c> or <c>drop</c>; null for a chain without a hook.</summary>
    public string? Policy { get; init; }

    /// <summary><c>filter</c>, <c>nat</c> or <c>route</c>; null for a chain without a hook.</summary>
    public string? Type { get; init; }

    /// <summary>How many rules it has and how many lead to it, where the kernel itself was asked (<c>NFTA_CHAIN_USE</c>); else 0.</summary>
    public int Uses { get; init; }

    public List<NftRule> Rules { get; } = [];

    /// <summary>How <c>DecidedBy</c> names the chain: <c>nft inet filter input</c>.</summary>
    public string Place => $"nft {Table} {Name}";
}
