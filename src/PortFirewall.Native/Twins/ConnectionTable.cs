using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>The connections that a network namespace keeps track of.</summary>
internal static partial class ConnectionTable
{
    private const int AfNetlink = 16;
    private const int SockRawCloexec = 3 | 0x80000;
    private const int Netfilter = 12;
    private const ushort DeleteConnections = (1 << 8) | 2;
    private const ushort RequestAcknowledged = 1 | 4;
    private const ushort ErrorMessage = 2;

    /// <summary>
    /// Forgets them all, in the namespace of the calling thread (<c>net/netfilter/nf_conntrack_netlink.c</c>, <c>ctnetlink_flush_conntrack</c>):
    /// a packet must not be taken for a further one of a connection that an earlier packet opened.
    /// </summary>
    public static void Clear()
    {
        using var netlink = new Socket(new SafeSocketHandle(OpenSocket(AfNetlink, SockRawCloexec, Netfilter), ownsHandle: true));
        netlink.ReceiveTimeout = 5000;
        // struct nlmsghdr (length, type, flags, sequence, port) and struct nfgenmsg, which names no family: all of them.
        Span<byte> message = stackalloc byte[20];
        message.Clear();
        MemoryMarshal.Write(message, message.Length);
        MemoryMarshal.Write(message[4..], DeleteConnections);
        MemoryMarshal.Write(message[6..], RequestAcknowledged);
        netlink.Send(message);
        Span<byte> answer = stackalloc byte[256];
        var length = netlink.Receive(answer);
        if (length < 20 || MemoryMarshal.Read<ushort>(answer[4..]) != ErrorMessage || MemoryMarshal.Read<int>(answer[16..]) is var error and not 0)
            throw TwinErrors.TwinFailed("The kernel did not forget the connections of the twin.");
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenSocket(int family, int type, int protocol);
}
