namespace PortFirewall;

/// <summary>Which matches a second rule may ask again of the same packet, without changing the answer or anything else.</summary>
internal static class WitnessMatches
{
    /// <summary>Matches that only look, and see the same in the packet that opens a TCP connection as in those that follow it, or nothing of these at all.</summary>
    private static readonly HashSet<string> OfOpening = new(StringComparer.Ordinal)
    {
        "tcp", "multiport", "comment", "conntrack", "state", "addrtype", "iprange", "mac", "pkttype", "physdev", "policy", "cpu", "devgroup", "rpfilter",
    };

    /// <summary>
    /// Others that only look (<c>iptables-extensions(8)</c>). Not here: <c>limit</c>, <c>hashlimit</c>, <c>connlimit</c>, <c>quota</c>, <c>recent</c>, <c>statistic</c>,
    /// <c>nfacct</c> and <c>set</c>, which count or remember what passes, and whatever PortFirewall does not know.
    /// </summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "udp", "udplite", "sctp", "dccp", "icmp", "icmp6", "icmpv6", "ah", "esp", "frag", "hbh", "dst", "rt", "mh", "eui64", "ipv6header", "mark", "connmark", "length",
        "ttl", "hl", "tos", "dscp", "ecn", "tcpmss", "string", "u32", "bpf", "helper", "owner", "realm", "connbytes", "time",
    };

    /// <summary>The first match that can't be asked twice; null where all can.</summary>
    public static string? FindUnrepeatable(RuleSyntax rule)
        => rule.Matches.Find(m => !OfOpening.Contains(m.Name) && !Others.Contains(m.Name))?.Name;

    /// <summary>Whether of a TCP connection the packet that opens it is enough to look at: the rule takes it if it takes any.</summary>
    public static bool TakesOpening(RuleSyntax rule)
        => rule.Protocol is { Negated: false, Value: "tcp" or "6" } && rule.Matches.TrueForAll(m => OfOpening.Contains(m.Name) && Admits(m));

    private static bool Admits(IptablesMatch match) => match.Name switch
    {
        "tcp" => match.Options.All(o => o.Name is "--dport" or "--sport" or "--destination-port" or "--source-port"),
        "conntrack" or "state" => match.Options.All(o => o is { Name: "--ctstate" or "--state", Negated: false, Value: { } states } && states.Split(',').Contains("NEW", StringComparer.Ordinal)),
        _ => true,
    };
}
