namespace PortFirewall;

/// <summary>What stands behind the <c>iptables</c> command (<c>iptables-nft(8)</c>, <c>iptables-legacy(8)</c>).</summary>
public enum IptablesBackend
{
    /// <summary>Rules are kept in nf_tables by <c>iptables-nft</c>.</summary>
    Nft,

    /// <summary>Rules are kept in x_tables by <c>iptables-legacy</c>.</summary>
    Legacy,
}
