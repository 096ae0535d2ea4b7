namespace PortFirewall;

/// <summary>
/// <c>MissingNeighborDiscovery</c>: in IPv6 a host is found by ICMPv6 (RFC 4861), which passes <c>INPUT</c> as ARP never does. A rule for
/// a port is right then, and nobody finds the host that has the port.
/// </summary>
internal sealed class MissingNeighborDiscoveryIssues() : MissingAllowIssues(
    RuleIssueId.MissingNeighborDiscovery, RuleIssueSeverity.Error, ToFindTheHost,
    "INPUT denies by default and accepts no ICMPv6: neither neighbours nor routers find this host, and no port of it can be reached over IPv6.",
    "Put '-p ipv6-icmp -j ACCEPT' near the beginning of INPUT, or one such rule for each of the types 133 to 136.")
{
    private static PacketBox? ToFindTheHost(AddressFamily family) => family == AddressFamily.IPv4 ? null : Hooks.OpeningFromOutside(family) with
    {
        Protocols = IntervalSet<int>.Of(ProtocolNumbers.IcmpV6, ProtocolNumbers.IcmpV6 + 1),
        // Connection tracking leaves these out (net/netfilter/nf_conntrack_proto_icmpv6.c, noct_valid_new).
        States = ConnectionStates.Untracked,
    };
}
