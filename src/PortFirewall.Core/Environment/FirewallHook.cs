namespace PortFirewall;

/// <summary>A base chain that the kernel shows inbound packets to, beside those of the host's own iptables.</summary>
public sealed class FirewallHook
{
    /// <summary>The family as nft names it: <c>ip</c>, <c>ip6</c>, <c>inet</c> for both, <c>netdev</c> for all that a device receives.</summary>
    public required string Family { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>Where the kernel calls it: <c>ingress</c>, <c>prerouting</c>, <c>input</c>, <c>forward</c> or <c>postrouting</c>.</summary>
    public required string Hook { get; init; }

    /// <summary>When it is called among those of the same hook, the lowest first; iptables' filter table has 0.</summary>
    public required int Priority { get; init; }

    /// <summary>What becomes of packets at its end.</summary>
    public required ChainPolicy Policy { get; init; }

    /// <summary>Which iptables keeps it; null for a table of nft.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>Family, table and chain.</summary>
    public override string ToString() => VisibleText.Of($"{Family} {Table} {Chain}");
}
