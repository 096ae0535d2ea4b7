using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>A socket to netfilter in the kernel (<c>netlink(7)</c>). It belongs to the network namespace of the thread that opens it.</summary>
internal sealed partial class NetlinkSocket : IDisposable
{
    /// <summary><c>ENOBUFS</c>: the kernel had more to say than the socket could hold.</summary>
    public const int NoBuffer = 105;

    private const int AfNetlink = 16;
    private const int RawCloexecNonblock = 3 | 0x80000 | 0x800;
    private const int NetfilterProtocol = 12;
    private const int SocketLevel = 1;
    private const int ReceiveBufferForce = 33;
    private const int NetlinkLevel = 270;
    private const int AddMembership = 1;
    private const short PollIn = 1;

    private readonly SafeSocketHandle _handle;

    private NetlinkSocket(SafeSocketHandle handle) => _handle = handle;

    /// <summary>A socket, or the <c>errno</c> that says why there is none.</summary>
    public static (NetlinkSocket? Socket, int Error) Open()
    {
        var handle = new SafeSocketHandle(OpenSocket(AfNetlink, RawCloexecNonblock, NetfilterProtocol), ownsHandle: true);
        if (!handle.IsInvalid)
            return (new NetlinkSocket(handle), 0);
        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return (null, error);
    }

    /// <summary>How much may wait to be read, in bytes.</summary>
    /// <returns>0, or the <c>errno</c>.</returns>
    public int SetReceiveBuffer(int size) => SetOption(_handle, SocketLevel, ReceiveBufferForce, ref size, sizeof(int)) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Listens to what the kernel tells a group. From when this returns, nothing is missed.</summary>
    /// <returns>0, or the <c>errno</c>.</returns>
    public int Join(int group)
    {
        // Without an address it would have that of the kernel, which does not hear itself (net/netlink/af_netlink.c, do_one_broadcast).
        Span<byte> anyAddress = stackalloc byte[12];
        anyAddress.Clear();
        MemoryMarshal.Write(anyAddress, (ushort)AfNetlink);
        return Bind(_handle, anyAddress, anyAddress.Length) == 0 && SetOption(_handle, NetlinkLevel, AddMembership, ref group, sizeof(int)) == 0
            ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Sends a request, which the kernel has handled when this returns.</summary>
    /// <returns>0, or the <c>errno</c>.</returns>
    public int Send(ReadOnlySpan<byte> message) => Write(_handle, message, message.Length) == message.Length ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Takes what is there, and waits for nothing.</summary>
    /// <returns>The length; 0 where there is nothing, and a negative <c>errno</c> where something is wrong.</returns>
    public int Receive(Span<byte> buffer)
    {
        const int TryAgain = 11;
        const int Interrupted = 4;
        while (true)
        {
            var length = Read(_handle, buffer, buffer.Length);
            if (length >= 0)
                return (int)length;
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                return error == TryAgain ? 0 : -error;
        }
    }

    /// <summary>Waits until there is something to take, for a bounded time.</summary>
    public void Wait(TimeSpan longest)
    {
        var added = false;
        try
        {
            _handle.DangerousAddRef(ref added);
            var wanted = new PollRequest { Descriptor = (int)_handle.DangerousGetHandle(), Events = PollIn };
            _ = Poll(ref wanted, 1, (int)longest.TotalMilliseconds);
        }
        finally
        {
            if (added)
                _handle.DangerousRelease();
        }
    }

    public void Dispose() => _handle.Dispose();

    /// <summary><c>struct pollfd</c>.</summary>
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenSocket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Bind(SafeSocketHandle socket, ReadOnlySpan<byte> address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(SafeSocketHandle socket, int level, int name, ref int value, int length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(SafeSocketHandle socket, ReadOnlySpan<byte> bytes, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(SafeSocketHandle socket, Span<byte> bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref PollRequest requests, nuint count, int milliseconds);
}
