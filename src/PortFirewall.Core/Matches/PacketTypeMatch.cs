namespace PortFirewall;

/// <summary>
/// <c>-m pkttype</c>: how the packet's frame was addressed. TCP, SCTP and DCCP take nothing that was not sent to this host alone
/// (<c>net/ipv4/tcp_ipv4.c</c>, <c>tcp_v4_rcv</c>), so no packet that could reach their services is anything but <c>unicast</c>.
/// </summary>
internal static class PacketTypeMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        if (option.Name != "--pkt-type" || option.Value?.ToLowerInvariant() is not ("unicast" or "host" or "broadcast" or "multicast" or "bcast" or "mcast"))
            return false;
        var isUnicast = option.Value.ToLowerInvariant() is "unicast" or "host";
        region.Ask(new PacketQuestion($"pkttype {option}", packets => ProtocolNumbers.IsOfConnections(packets.Protocol) ? isUnicast != option.Negated : null));
        return true;
    }
}
