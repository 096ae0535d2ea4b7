using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>
/// A raw socket (<c>raw(7)</c>): it is handed a copy of every packet of its protocol that came through <c>INPUT</c>
/// (<c>net/ipv4/ip_input.c</c>, <c>ip_local_deliver_finish</c>), whether or not a service listens.
/// </summary>
internal sealed partial class ArrivalSocket : IDisposable
{
    private const int AfInet = 2;
    private const int AfInet6 = 10;
    private const int SockRawCloexec = 3 | 0x80000;
    private const int SocketLevel = 1;
    private const int ReceiveBufferForce = 33;
    private const int MemoryInfo = 55;
    private const int DropsOffset = 8 * sizeof(uint);
    private const int BufferSize = 4 << 20;

    private readonly Socket _socket;
    private readonly AddressFamily _family;
    private readonly int _protocol;

    public ArrivalSocket(AddressFamily family, int protocol)
    {
        _family = family;
        _protocol = protocol;
        // The runtime's own way to open one knows few protocols.
        var handle = new SafeSocketHandle(OpenSocket(family == AddressFamily.IPv4 ? AfInet : AfInet6, SockRawCloexec, protocol), ownsHandle: true);
        if (handle.IsInvalid)
            throw TwinErrors.TwinNotMade($"a raw socket for protocol {protocol} could not be opened (error {Marshal.GetLastPInvokeError()})", "Run as root with CAP_NET_RAW");
        _socket = new Socket(handle) { Blocking = false };
        _socket.SetRawSocketOption(SocketLevel, ReceiveBufferForce, BitConverter.GetBytes(BufferSize));
    }

    /// <summary>The number of the next packet that arrived; null where there is none, -1 for one that nobody sent.</summary>
    public int? Receive(Span<byte> buffer)
    {
        var length = _socket.Receive(buffer, SocketFlags.None, out var error);
        if (error != SocketError.Success)
            return null;
        // Only IPv4 shows its own header too (ipv6(7)).
        var header = _family == AddressFamily.IPv4 ? (buffer[0] & 0xf) * 4 : 0;
        return length <= header ? -1 : PacketNumber.ReadFrom(buffer[header..length], _protocol);
    }

    /// <summary>Whether the kernel had to throw packets away that had arrived (<c>SO_MEMINFO</c>): then silence proves nothing.</summary>
    public bool HasLost
    {
        get
        {
            Span<byte> info = stackalloc byte[9 * sizeof(uint)];
            _socket.GetRawSocketOption(SocketLevel, MemoryInfo, info);
            return MemoryMarshal.Read<uint>(info[DropsOffset..]) > 0;
        }
    }

    public void Dispose() => _socket.Dispose();

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenSocket(int family, int type, int protocol);
}
