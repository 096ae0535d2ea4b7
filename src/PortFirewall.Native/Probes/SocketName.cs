using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>
/// The address and port that the kernel gave a socket (<c>getsockname(2)</c>). <see cref="Socket.LocalEndPoint"/> tells only once
/// a connection is made, and a connection that is never made came from somewhere too.
/// </summary>
internal static partial class SocketName
{
    /// <summary>The local end; null where the kernel has not chosen one.</summary>
    public static unsafe IPEndPoint? Of(Socket socket)
    {
        var name = new SocketAddress(socket.AddressFamily);
        var size = name.Buffer.Length;
        fixed (byte* buffer = name.Buffer.Span)
        {
            if (GetSocketName(socket.SafeHandle, buffer, ref size) != 0)
                return null;
        }
        var empty = new IPEndPoint(socket.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        return empty.Create(name) is IPEndPoint { Port: > 0 } local ? local : null;
    }

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetSocketName(SafeHandle socket, byte* name, ref int size);
}
