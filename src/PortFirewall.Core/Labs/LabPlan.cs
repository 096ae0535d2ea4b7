using System.Net;

namespace PortFirewall;

/// <summary>What a lab is made of, all of it following from its name. Labs can have the same addresses, as each has its own network.</summary>
internal sealed record LabPlan
{
    /// <summary>The name of both ends of the cable, each in its own namespace.</summary>
    public const string Interface = "eth0";

    /// <summary>What the client knows the server as.</summary>
    public const string ServerHostName = "server.example.net";

    private const int LongestName = 32;

    // Addresses for documentation (RFC 5737, RFC 3849): they belong to nobody.
    public static readonly IPAddress ServerAddress = IPAddress.Parse("198.51.100.1");
    public static readonly IPAddress ClientAddress = IPAddress.Parse("198.51.100.2");
    public static readonly IPAddress ServerAddressIPv6 = IPAddress.Parse("2001:db8::1");
    public static readonly IPAddress ClientAddressIPv6 = IPAddress.Parse("2001:db8::2");

    private LabPlan(string name) => Name = name;

    /// <summary>The name of the lab.</summary>
    public string Name { get; }

    /// <summary>The namespace of the server.</summary>
    public string Server => Name + "-server";

    /// <summary>The namespace of the client.</summary>
    public string Client => Name + "-client";

    /// <summary>The plan of the lab of that name.</summary>
    /// <exception cref="FirewallException"><c>InvalidLabName</c>.</exception>
    public static LabPlan For(string name)
        => name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? new LabPlan(name)
            : throw LabErrors.InvalidLabName(name);

    /// <summary>
    /// A line for <c>ip -batch</c>: the cable between the namespaces. Its ends get different numbers, as the kernel takes an
    /// interface that is numbered like its peer for an ordinary one, and tells IPv6 up to a second late that the link is up
    /// (<c>net/core/link_watch.c</c>, <c>linkwatch_urgent_event</c>).
    /// </summary>
    public string Cable => $"link add {Interface} netns {Server} index 101 type veth peer name {Interface} netns {Client} index 102\n";

    /// <summary>Lines for <c>ip -batch</c> in the server's namespace.</summary>
    public static string ServerLinks => Links(ServerAddress, ServerAddressIPv6);

    /// <summary>Lines for <c>ip -batch</c> in the client's namespace.</summary>
    public static string ClientLinks => Links(ClientAddress, ClientAddressIPv6);

    /// <summary>The client's <c>/etc/hosts</c>.</summary>
    public static string ClientHosts => $"""
        127.0.0.1 localhost
        ::1 localhost
        {ServerAddress} {ServerHostName} server
        {ServerAddressIPv6} {ServerHostName} server

        """;

    /// <summary>
    /// The server's rules for <c>iptables-restore</c>: the guide's chain, which drops what no rule accepts. A rule that opens a port
    /// belongs at position 3.
    /// </summary>
    public static string RulesIPv4 => Rules("");

    /// <summary>
    /// The same for <c>ip6tables-restore</c>, and as rule 3 what IPv6 can't do without: neighbour discovery and errors
    /// (RFC 4890 4.4.1). A rule that opens a port belongs at position 3 or 4.
    /// </summary>
    public static string RulesIPv6 => Rules("-A INPUT -p ipv6-icmp -j ACCEPT\n");

    /// <summary>Without <c>nodad</c> an IPv6 address could not be used for the first second.</summary>
    private static string Links(IPAddress address, IPAddress addressIPv6) => $"""
        address add {address}/24 dev {Interface}
        address add {addressIPv6}/64 dev {Interface} nodad
        link set lo up
        link set {Interface} up

        """;

    private static string Rules(string more) =>
        "*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n"
        + "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -i lo -j ACCEPT\n" + more + "COMMIT\n";
}
