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
        ["sctp"] = TransportPortMatch.Read,
        ["dccp"] = TransportPortMatch.Read,
        ["multiport"] = MultiportMatch.Read,
        ["conntrack"] = StateMatch.Read,
        ["state"] = StateMatch.Read,
        ["mark"] = MarkMatch.Read,
        ["connmark"] = ConnectionMarkMatch.Read,
        ["iprange"] = IprangeMatch.Read,
        ["comment"] = static (option, _) => option.Name == "--comment",
    };

    /// <summary>Reads a whole match.</summary>
    public static void Read(IptablesMatch match, RegionBuilder region)
    {
        // The ICMP matches need their own protocol, so none of them ever sees a packet that has ports.
        if (match.Name is "icmp" or "icmp6" or "icmpv6" or "ipv6-icmp")
            region.MatchNothing();
        else if (!ByName.TryGetValue(match.Name, out var reader) || !match.Options.All(o => reader(o, region)))
            region.AddCondition(match.ToString());
    }
}
