namespace PortFirewall;

/// <summary>The match that a protocol brings along, which may be named after any name of the protocol.</summary>
internal static class ProtocolMatches
{
    private static readonly Dictionary<int, string> ByNumber = new()
    {
        [1] = "icmp", [6] = "tcp", [17] = "udp", [33] = "dccp", [50] = "esp", [51] = "ah", [58] = "icmp6", [132] = "sctp", [135] = "mh", [136] = "udplite",
    };

    /// <summary>The match's own name; the name given where it is no protocol's.</summary>
    public static string NameOf(string name)
        => ProtocolNumbers.NumberOf(name) is { } number && ByNumber.TryGetValue(number, out var match) ? match : name;
}
