using System.Net;

namespace PortFirewall;

/// <summary>
/// Asks the vantage's kernel what its own NAT has made of a probe's destination. A socket does not tell: to it, whoever answers has the address that it
/// asked for. Without privilege the kernel says nothing, and then nothing is claimed.
/// </summary>
internal static class VantageNat
{
    /// <summary>What there is once connections are tracked at all (<c>nf_conntrack-sysctl.rst</c>); NAT rests on that.</summary>
    private const string Tracking = "/proc/sys/net/netfilter/nf_conntrack_count";

    /// <summary>Whether there can be any NAT on this host.</summary>
    public static bool IsPossible => File.Exists(Tracking);

    /// <summary>What it makes of a connection, in the network namespace of the calling thread; null where it does nothing, and where the kernel does not tell.</summary>
    /// <param name="protocol">The number of the protocol.</param>
    /// <param name="from">The socket's own end.</param>
    /// <param name="to">What it asked for.</param>
    public static VantageTranslation? Find(int protocol, IPEndPoint from, IPEndPoint to)
    {
        using var netlink = NetlinkSocket.Open().Socket;
        if (netlink is null || netlink.Send(ConnectionQuestion.Write(protocol, from, to)) != 0)
            return null;
        Span<byte> answer = stackalloc byte[ConnectionQuestion.LongestAnswer];
        if (netlink.Receive(answer) is not (> 0 and var length) || ConnectionQuestion.ReadSourceOfReplies(answer[..length]) is not { } target)
            return null;
        var isAsAsked = target.Port == to.Port && target.Address.GetAddressBytes().AsSpan().SequenceEqual(to.Address.GetAddressBytes());
        return isAsAsked ? null : new VantageTranslation(target, RouteLookup.Find(target.Address).IsOwn);
    }
}
