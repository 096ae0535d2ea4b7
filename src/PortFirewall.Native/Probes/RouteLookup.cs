using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>
/// Asks the kernel how it would send to an address, as <c>ip route get</c> does (<c>rtnetlink(7)</c>): from which address, and
/// whether the address is one of the asking namespace's own. Comparing source and destination would not do: a second address
/// on an interface is reached from the first one.
/// </summary>
internal static partial class RouteLookup
{
    private const int AfInet = 2;
    private const int AfInet6 = 10;
    private const int AfNetlink = 16;
    private const int SockRawCloexec = 3 | 0x80000;
    private const ushort NewRoute = 24;
    private const ushort GetRoute = 26;
    private const ushort Request = 1;
    private const byte LocalRoute = 2;
    private const ushort DestinationAttribute = 1;
    private const ushort OutInterfaceAttribute = 4;
    private const ushort PreferredSourceAttribute = 7;
    private const int MessageHeader = 16;
    private const int RouteHeader = 12;
    private const int AttributeHeader = 4;

    /// <summary><c>IF_NAMESIZE</c>, with the closing NUL.</summary>
    private const int LongestInterfaceName = 16;

    /// <summary>What the kernel says, in the network namespace of the calling thread.</summary>
    public static ProbeDestination Find(IPAddress address)
    {
        // Linux takes the unspecified address for its own.
        var own = IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        try
        {
            using var netlink = new Socket(new SafeSocketHandle(OpenSocket(AfNetlink, SockRawCloexec, 0), ownsHandle: true));
            netlink.ReceiveTimeout = 1000;
            netlink.Send(Question(address));
            var answer = new byte[4096];
            var length = netlink.Receive(answer);
            return Read(answer.AsSpan(0, length), address, own);
        }
        catch (SocketException)
        {
            // A sandbox without netlink: connecting will still tell whether there is a way.
            return new ProbeDestination(address, null, own);
        }
    }

    private static byte[] Question(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var hasZone = bytes.Length == 16 && address.ScopeId != 0;
        var message = new byte[MessageHeader + RouteHeader + AttributeHeader + bytes.Length + (hasZone ? AttributeHeader + 4 : 0)];
        var span = message.AsSpan();
        MemoryMarshal.Write(span, message.Length);
        MemoryMarshal.Write(span[4..], GetRoute);
        MemoryMarshal.Write(span[6..], Request);
        var route = span[MessageHeader..];
        route[0] = (byte)(bytes.Length == 4 ? AfInet : AfInet6);
        route[1] = (byte)(bytes.Length * 8);
        var rest = WriteAttribute(route[RouteHeader..], DestinationAttribute, bytes);
        if (hasZone)
            WriteAttribute(rest, OutInterfaceAttribute, BitConverter.GetBytes((int)address.ScopeId));
        return message;
    }

    private static Span<byte> WriteAttribute(Span<byte> to, ushort kind, ReadOnlySpan<byte> value)
    {
        MemoryMarshal.Write(to, (ushort)(AttributeHeader + value.Length));
        MemoryMarshal.Write(to[2..], kind);
        value.CopyTo(to[AttributeHeader..]);
        return to[(AttributeHeader + value.Length)..];
    }

    private static ProbeDestination Read(ReadOnlySpan<byte> answer, IPAddress address, bool own)
    {
        if (answer.Length < MessageHeader + RouteHeader || MemoryMarshal.Read<ushort>(answer[4..]) != NewRoute)
            return new ProbeDestination(address, null, own);
        var isLocal = answer[MessageHeader + 7] == LocalRoute;
        IPAddress? source = null;
        uint outInterface = 0;
        var rest = answer[(MessageHeader + RouteHeader)..];
        while (rest.Length >= AttributeHeader)
        {
            int size = MemoryMarshal.Read<ushort>(rest);
            if (size < AttributeHeader || size > rest.Length)
                break;
            if (MemoryMarshal.Read<ushort>(rest[2..]) == PreferredSourceAttribute)
                source = new IPAddress(rest[AttributeHeader..size]);
            if (MemoryMarshal.Read<ushort>(rest[2..]) == OutInterfaceAttribute && size == AttributeHeader + sizeof(uint))
                outInterface = MemoryMarshal.Read<uint>(rest[AttributeHeader..]);
            rest = rest[Math.Min((size + 3) & ~3, rest.Length)..];
        }
        return new ProbeDestination(address, source, own || isLocal) { Interface = NameOf(outInterface) };
    }

    private static unsafe string? NameOf(uint number)
    {
        var name = stackalloc byte[LongestInterfaceName];
        return InterfaceName(number, name) == null ? null : Marshal.PtrToStringUTF8((nint)name);
    }

    [LibraryImport("libc", EntryPoint = "if_indextoname", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial byte* InterfaceName(uint number, byte* name);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenSocket(int family, int type, int protocol);
}
