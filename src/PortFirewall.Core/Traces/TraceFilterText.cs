namespace PortFirewall;

/// <summary>A trace in the words of nft, as a person would put it on by hand.</summary>
internal static class TraceFilterText
{
    /// <summary>What nft is given to do.</summary>
    public static string ScriptOf(TraceFilter filter)
    {
        var rules = string.Join(' ', filter.Rules.Select(rule => RuleOf(rule, filter.EveryPacket) + " meta nftrace set 1;"));
        return $"table inet portfirewall-trace {{ chain {TraceTableMessages.Chain} {{ type filter hook prerouting priority {int.MinValue}; {rules} }}; }}";
    }

    /// <summary>The packets in a few words, for people: <c>IPv4 tcp 2222 from 203.0.113.9/32</c>.</summary>
    public static string Describe(TraceFilter filter) => string.Join(", ", filter.Rules.Select(Describe).Distinct(StringComparer.Ordinal));

    private static string Describe(PortRule rule)
        => $"{rule.Family} {rule.Protocol} {rule.Port}{(rule.Source is null ? "" : " from " + rule.Source)}{(rule.Destination is null ? "" : " to " + rule.Destination)}{(rule.InInterface is null ? "" : " at " + rule.InInterface)}";

    private static string RuleOf(PortRule rule, bool everyPacket)
    {
        var ip = rule.Family == AddressFamily.IPv4 ? "ip" : "ip6";
        List<string> words = [$"meta nfproto {(rule.Family == AddressFamily.IPv4 ? "ipv4" : "ipv6")}"];
        if (rule.InInterface is not null)
            words.Add($"iifname \"{rule.InInterface.Replace('+', '*')}\"");
        if (rule.Source is not null)
            words.Add($"{ip} saddr {rule.Source}");
        if (rule.Destination is not null)
            words.Add($"{ip} daddr {rule.Destination}");
        words.Add($"{rule.Protocol} dport {rule.Port.ToString().Replace(':', '-')}");
        if (!everyPacket && First(rule.Protocol) is { } first)
            words.Add(first);
        return string.Join(' ', words);
    }

    private static string? First(string protocol) => protocol switch
    {
        "tcp" => "tcp flags & (fin | syn | rst | ack) == syn",
        "sctp" => "@th,96,8 1",
        "dccp" => "dccp type request",
        _ => null,
    };
}
