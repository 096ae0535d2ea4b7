using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>
/// The queue in which the kernel keeps the ICMP errors of a socket that asks for them (<c>IP_RECVERR</c>, <c>ip(7)</c>). Without
/// it, "administratively prohibited" and "no such host" are one and the same <c>EHOSTUNREACH</c>.
/// </summary>
internal static partial class SocketErrorQueue
{
    private const int IpLevel = 0;
    private const int IpReceiveErrors = 11;
    private const int Ipv6Level = 41;
    private const int Ipv6ReceiveErrors = 25;
    private const int ErrorQueueNoWait = 0x2000 | 0x40;
    private const byte IcmpOrigin = 2;
    private const byte Icmp6Origin = 3;
    private const int ExtendedError = 16;

    /// <summary>Whether this kernel queues the errors of a connection that is being made; it does from 6.10 on.</summary>
    public static bool KeptWhileConnecting { get; } = Environment.OSVersion.Version >= new Version(6, 10);

    /// <summary>Asks the kernel to keep the errors.</summary>
    public static void Enable(Socket socket)
    {
        var isIPv4 = socket.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        socket.SetRawSocketOption(isIPv4 ? IpLevel : Ipv6Level, isIPv4 ? IpReceiveErrors : Ipv6ReceiveErrors, BitConverter.GetBytes(1));
    }

    /// <summary>The first ICMP error in the queue; null where there is none.</summary>
    public static unsafe IcmpError? Take(Socket socket)
    {
        const int ControlSize = 256;
        const int PayloadSize = 256;
        var control = stackalloc byte[ControlSize];
        var payload = stackalloc byte[PayloadSize];
        var piece = new Piece { Base = payload, Length = PayloadSize };
        var message = new Message { Pieces = &piece, PieceCount = 1, Control = control, ControlLength = ControlSize };
        return ReceiveMessage(socket.SafeHandle, ref message, ErrorQueueNoWait) < 0
            ? null
            : Read(new ReadOnlySpan<byte>(control, (int)message.ControlLength));
    }

    private static unsafe IcmpError? Read(ReadOnlySpan<byte> control)
    {
        // struct cmsghdr: a length of the machine's word size, level, type, and then struct sock_extended_err.
        var header = sizeof(nuint) + 8;
        while (control.Length >= header + ExtendedError)
        {
            var size = (int)MemoryMarshal.Read<nuint>(control);
            if (size < header || size > control.Length)
                return null;
            var error = control[header..size];
            var level = MemoryMarshal.Read<int>(control[sizeof(nuint)..]);
            if (level is IpLevel or Ipv6Level && error.Length >= ExtendedError && error[4] is IcmpOrigin or Icmp6Origin)
            {
                var family = error[4] == IcmpOrigin ? AddressFamily.IPv4 : AddressFamily.IPv6;
                return new IcmpError(family, error[5], error[6], ReadSender(error[ExtendedError..]));
            }
            control = control[Math.Min((size + sizeof(nuint) - 1) & -sizeof(nuint), control.Length)..];
        }
        return null;
    }

    /// <summary>Reads the <c>sockaddr_in</c> or <c>sockaddr_in6</c> that follows the error.</summary>
    private static IPAddress? ReadSender(ReadOnlySpan<byte> address)
    {
        const ushort AfInet = 2;
        const ushort AfInet6 = 10;
        if (address.Length < 8)
            return null;
        return MemoryMarshal.Read<ushort>(address) switch
        {
            AfInet => new IPAddress(address.Slice(4, 4)),
            AfInet6 when address.Length >= 24 => new IPAddress(address.Slice(8, 16)),
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReceiveMessage(SafeHandle socket, ref Message message, int flags);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Piece
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary><c>struct msghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Piece* Pieces;
        public nuint PieceCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
