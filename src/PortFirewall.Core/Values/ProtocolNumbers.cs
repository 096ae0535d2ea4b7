using System.Globalization;

namespace PortFirewall;

/// <summary>Protocol names as iptables prints them, with their numbers (<c>iptables/xshared.c</c>, <c>xtables_chain_protos</c>).</summary>
internal static class ProtocolNumbers
{
    public const int Tcp = 6;
    public const int IcmpV6 = 58;
    public const int Udp = 17;
    public const int Dccp = 33;
    public const int Sctp = 132;

    /// <summary>Stands for every protocol that PortFirewall has no name for.</summary>
    public const int Other = 255;

    public static readonly IntervalSet<int> All = IntervalSet<int>.Of(0, 256);

    private static readonly Dictionary<string, int> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ip"] = 0,
        ["hopopt"] = 0,
        ["tcp"] = Tcp,
        ["sctp"] = Sctp,
        ["udp"] = Udp,
        ["udplite"] = 136,
        ["icmp"] = 1,
        ["icmpv6"] = 58,
        ["ipv6-icmp"] = 58,
        ["esp"] = 50,
        ["ah"] = 51,
        ["dccp"] = Dccp,
        ["mh"] = 135,
        ["ipv6-mh"] = 135,
        ["mobility-header"] = 135,
        ["igmp"] = 2,
        ["gre"] = 47,
        ["ospf"] = 89,
        ["vrrp"] = 112,
        ["ipencap"] = 4,
        ["ipv6"] = 41,
        ["l2tp"] = 115,
        ["pim"] = 103,
    };

    /// <summary>The protocols that have ports which iptables can match.</summary>
    public static readonly IReadOnlyList<string> WithPorts = ["tcp", "udp", "sctp", "dccp"];

    /// <summary>The names of all protocols that have one here.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Whether a protocol makes connections, which takes two hosts that know each other: nothing of it is for many.</summary>
    public static bool IsOfConnections(int protocol) => protocol is Tcp or 132 or 33;

    /// <summary>The bytes of the protocol's own header without options; 0 where it is not known.</summary>
    public static int ShortestHeader(int protocol) => protocol switch
    {
        Tcp => 20,
        132 => 12,
        33 => 12,
        Udp or 136 => 8,
        _ => 0,
    };

    /// <summary>The number of a protocol with ports.</summary>
    public static int OfPortProtocol(string name) => ByName[name];

    /// <summary>The protocols that <c>-p</c> matches: a name, a number, or <c>all</c>.</summary>
    public static IntervalSet<int> Read(string text)
    {
        if (text.Equals("all", StringComparison.OrdinalIgnoreCase))
            return All;
        // 0 is any protocol to iptables. A name that is not in the table is none of those with ports.
        var number = NumberOf(text) ?? Other;
        return number == 0 ? All : IntervalSet<int>.Of(number, number + 1);
    }

    /// <summary>The number of a protocol by its name or decimal number; null where it is not known.</summary>
    public static int? NumberOf(string text)
        => ByName.TryGetValue(text, out var known) ? known
            : text is ['0', _, ..] ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : null;

    /// <summary>The name of a protocol that a person gave, in lower case.</summary>
    /// <exception cref="FirewallException"><c>ProtocolWithoutPorts</c>.</exception>
    public static string CheckHasPorts(string protocol)
    {
        var name = protocol.Trim().ToLowerInvariant();
        return WithPorts.Contains(name) ? name : throw InputErrors.ProtocolWithoutPorts(protocol);
    }
}
