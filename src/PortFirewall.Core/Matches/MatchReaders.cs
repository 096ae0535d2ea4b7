namespace PortFirewall;

/// <summary>
/// The matches whose answer is exact, by name. Each reader takes one option; what no reader takes makes its match
/// undecided, so a match or an option that is new to PortFirewall can never be mistaken for one that is always met.
/// </summary>
internal static class MatchReaders
{
    /// <summary>Reads one option of a match into the builder; false where it can't be decided.</summary>
    public delegate bool OptionReader(IptablesOption option, RegionBuilder region);

    private static readonly Dictionary<string, OptionReader> ByName = new(StringComparer.Ordinal)
    {
        ["tcp"] = TcpMatch.Read,
        ["udp"] = TransportPortMatch.Read,
        ["udplite"] = TransportPortMatch.Read,
        ["sctp"] = ChunkMatch.Read,
        ["dccp"] = ChunkMatch.Read,
        ["multiport"] = MultiportMatch.Read,
        ["pkttype"] = PacketTypeMatch.Read,
        ["length"] = LengthMatch.Read,
        ["helper"] = HelperMatch.Read,
        ["mark"] = MarkMatch.Read,
        ["connmark"] = ConnectionMarkMatch.Read,
        ["iprange"] = IprangeMatch.Read,
        ["comment"] = static (option, _) => option.Name == "--comment",
    };

    /// <summary>Those whose options mean something together only.</summary>
    private static readonly Dictionary<string, Func<IptablesMatch, RegionBuilder, bool>> Whole = new(StringComparer.Ordinal)
    {
        ["conntrack"] = ConntrackMatch.Read,
        ["state"] = ConntrackMatch.Read,
        ["addrtype"] = AddressTypeMatch.Read,
        ["set"] = SetMatch.Read,
        ["rpfilter"] = ReversePath.Read,
        ["physdev"] = BridgePortMatch.Read,
        ["policy"] = IpsecMatch.Read,
        ["socket"] = static (_, region) => SocketMatch.Read(region),
    };

    /// <summary>Those that need a protocol of their own, so that none of them ever sees a packet that has ports.</summary>
    private static readonly HashSet<string> OtherProtocols = new(StringComparer.Ordinal) { "icmp", "icmp6", "icmpv6", "ipv6-icmp", "esp", "mh" };

    /// <summary>
    /// Those that look for a header between that of IPv6 and the protocol's, and without it match nothing, negated or not
    /// (<c>net/ipv6/netfilter/ip6t_rt.c</c>, <c>rt_mt6</c>, and so on). Packets that begin a connection have none.
    /// </summary>
    private static readonly HashSet<string> ExtensionHeaders = new(StringComparer.Ordinal) { "rt", "frag", "hbh", "dst", "ah", "srh" };

    /// <summary>Reads a whole match.</summary>
    public static void Read(IptablesMatch match, RegionBuilder region)
    {
        if (OtherProtocols.Contains(match.Name) || ExtensionHeaders.Contains(match.Name))
            region.MatchNothing();
        else if (!(Whole.TryGetValue(match.Name, out var whole) ? whole(match, region) : ByName.TryGetValue(match.Name, out var reader) && match.Options.All(o => reader(o, region))))
            region.AddCondition(match.ToString());
    }
}
