using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>How much of what a socket has sent is still in this host (<c>SIOCOUTQ</c>, <c>udp(7)</c>).</summary>
internal static partial class SocketQueue
{
    private const uint SocketOutputQueue = 0x5411;

    /// <summary>
    /// Whether something still waits. Long after sending, that is the neighbour's queue, which keeps packets until the next hop
    /// has said where it is (<c>net/core/neighbour.c</c>, <c>__neigh_event_send</c>).
    /// </summary>
    public static unsafe bool HoldsUnsent(Socket socket)
    {
        int unsent;
        return IoControl(socket.SafeHandle, SocketOutputQueue, &unsent) == 0 && unsent > 0;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int IoControl(SafeHandle socket, nuint request, int* argument);
}
