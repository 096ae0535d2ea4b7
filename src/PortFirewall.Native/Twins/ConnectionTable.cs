using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>The connections that a network namespace keeps track of: that of the thread that made this object.</summary>
internal sealed partial class ConnectionTable : IDisposable
{
    private const int AfNetlink = 16;
    private const int SockRawCloexec = 3 | 0x80000;
    private const int Netfilter = 12;
    private const ushort DeleteConnections = (1 << 8) | 2;
    private const ushort RequestAcknowledged = 1 | 4;
    private const ushort ErrorMessage = 2;

    private readonly Socket _netlink = new(new SafeSocketHandle(OpenSocket(AfNetlink, SockRawCloexec, Netfilter), ownsHandle: true)) { ReceiveTimeout = 5000 };

    /// <summary>
    /// Forgets them all (<c>net/netfilter/nf_conntrack_netlink.c</c>, <c>ctnetlink_flush_conntrack</c>):
    /// a packet must not be taken for a further one of a connection that an earlier packet opened.
    /// </summary>
    public void Clear()
    {
        // struct nlmsghdr (length, type, flags, sequence, port) and struct nfgenmsg, which names no family: all of them.
        Span<byte> message = stackalloc byte[20];
        message.Clear();
        MemoryMarshal.Write(message, message.Length);
        MemoryMarshal.Write(message[4..], DeleteConnections);
        MemoryMarshal.Write(message[6..], RequestAcknowledged);
        Send(message, "The kernel did not forget the connections of the twin");
    }

    /// <summary>Opens the connection of a packet, so that the packet is a further one of it.</summary>
    public void Open(in TwinPacket packet)
    {
        Span<byte> buffer = stackalloc byte[256];
        Send(ConnectionMessage.Write(buffer, packet), "The kernel did not take a connection into the table of the twin");
    }

    public void Dispose() => _netlink.Dispose();

    private void Send(ReadOnlySpan<byte> message, string failure)
    {
        _netlink.Send(message);
        Span<byte> answer = stackalloc byte[512];
        var length = _netlink.Receive(answer);
        if (length < 20 || MemoryMarshal.Read<ushort>(answer[4..]) != ErrorMessage || MemoryMarshal.Read<int>(answer[16..]) is var error and not 0)
            throw TwinErrors.TwinFailed($"{failure}.");
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenSocket(int family, int type, int protocol);
}
