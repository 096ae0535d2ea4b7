namespace PortFirewall;

/// <summary>
/// <c>-m socket</c>: looks for a socket for packets of TCP and UDP, and takes no others that have ports (<c>net/ipv4/netfilter/nf_socket_ipv4.c</c>).
/// What it finds is known to the kernel alone.
/// </summary>
internal static class SocketMatch
{
    private static readonly PacketRegion OfSockets = new()
    {
        Protocols = IntervalSet<int>.Of(ProtocolNumbers.Tcp, ProtocolNumbers.Tcp + 1).Union(IntervalSet<int>.Of(ProtocolNumbers.Udp, ProtocolNumbers.Udp + 1)),
    };

    /// <summary>Narrows to packets that may have a socket; false, as whether they do can't be decided.</summary>
    public static bool Read(RegionBuilder region)
    {
        region.Restrict(OfSockets);
        return false;
    }
}
