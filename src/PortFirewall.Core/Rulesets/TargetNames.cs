namespace PortFirewall;

/// <summary>Names that <c>-j</c> takes besides chains.</summary>
internal static class TargetNames
{
    /// <summary>
    /// The targets of iptables 1.8 (<c>iptables-extensions(8)</c>), those of the kernel's past, and those of xtables-addons
    /// (<c>xtables-addons(8)</c>). Any other name without options of its own can only be a chain.
    /// </summary>
    private static readonly HashSet<string> Extensions = new(StringComparer.Ordinal)
    {
        "AUDIT", "CHECKSUM", "CLASSIFY", "CLUSTERIP", "CONNMARK", "CONNSECMARK", "CT", "DNAT", "DNPT", "DSCP", "ECN", "HL", "HMARK", "IDLETIMER", "LED", "LOG", "MARK",
        "MASQUERADE", "NETMAP", "NFLOG", "NFQUEUE", "NOTRACK", "RATEEST", "REDIRECT", "REJECT", "SECMARK", "SET", "SNAT", "SNPT", "SYNPROXY", "TCPMSS",
        "TCPOPTSTRIP", "TEE", "TOS", "TPROXY", "TRACE", "TTL", "ULOG",
        "BALANCE", "FTOS", "IMQ", "IPV4OPTSSTRIP", "MIRROR", "NFACCT", "ROUTE", "SAME", "TARPIT", "XOR",
        "ACCOUNT", "CHAOS", "DELUDE", "DHCPMAC", "DNETMAP", "ECHO", "IPMARK", "LOGMARK", "PROTO", "RAWDNAT", "RAWSNAT", "SYSRQ",
    };

    public static bool IsExtension(string name) => Extensions.Contains(name);
}
