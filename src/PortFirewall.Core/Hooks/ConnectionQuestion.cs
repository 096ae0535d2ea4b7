using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using static PortFirewall.NetlinkAttributes;

namespace PortFirewall;

/// <summary>
/// Asks the kernel for the connection of a packet by where it came from and went to (<c>include/uapi/linux/netfilter/nfnetlink_conntrack.h</c>):
/// the kernel keeps with it from where the answers come, and that is what NAT has made of the destination.
/// </summary>
internal static class ConnectionQuestion
{
    /// <summary>What an answer takes at most: a few hundred bytes, whatever is kept of a connection.</summary>
    public const int LongestAnswer = 4096;

    private const int HeaderLength = NfTablesMessages.HeaderLength;
    private const int GenericLength = 4;
    private const ushort Request = 1;
    private const ushort Nested = 0x8000;

    /// <summary><c>NFNL_SUBSYS_CTNETLINK</c> with <c>IPCTNL_MSG_CT_GET</c>, and <c>IPCTNL_MSG_CT_NEW</c>, which answers.</summary>
    private const ushort Get = (1 << 8) | 1, Connection = 1 << 8;

    /// <summary><c>enum ctattr_type</c>, <c>ctattr_tuple</c>, <c>ctattr_ip</c> and <c>ctattr_l4proto</c>.</summary>
    private const ushort Original = 1, Reply = 2, Addresses = 1, Ports = 2, ProtocolNumber = 1, SourcePort = 2, DestinationPort = 3;

    /// <summary>The question for the connection that a socket's packets open.</summary>
    /// <param name="protocol">The number of the protocol.</param>
    /// <param name="from">The socket's own end.</param>
    /// <param name="to">What it asks for.</param>
    public static byte[] Write(int protocol, IPEndPoint from, IPEndPoint to)
    {
        var isIPv4 = to.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        var tuple = Nest(Original,
            Nest(Addresses, NetlinkAttributes.Write(SourceOf(isIPv4), from.Address.GetAddressBytes()), NetlinkAttributes.Write((ushort)(SourceOf(isIPv4) + 1), to.Address.GetAddressBytes())),
            Nest(Ports, NetlinkAttributes.Write(ProtocolNumber, [(byte)protocol]), Port(SourcePort, from.Port), Port(DestinationPort, to.Port)));
        byte[] message = [.. new byte[HeaderLength + GenericLength], .. tuple];
        MemoryMarshal.Write(message, message.Length);
        MemoryMarshal.Write(message.AsSpan(4), Get);
        MemoryMarshal.Write(message.AsSpan(6), Request);
        message[HeaderLength] = (byte)(isIPv4 ? 2 : 10);
        return message;
    }

    /// <summary>From where the answers come; null where the kernel refuses, or knows no such connection.</summary>
    public static IPEndPoint? ReadSourceOfReplies(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < HeaderLength + GenericLength || MemoryMarshal.Read<uint>(answer) != (uint)answer.Length || MemoryMarshal.Read<ushort>(answer[4..]) != Connection)
            return null;
        var isIPv4 = answer[HeaderLength] == 2;
        var replies = Of(Read(answer[(HeaderLength + GenericLength)..]), Reply);
        return Of(replies, Addresses) is { } addresses && addresses.TryGetValue(SourceOf(isIPv4), out var address) && address.Length == (isIPv4 ? 4 : 16)
            && Of(replies, Ports) is { } ports && ports.TryGetValue(SourcePort, out var port) && port.Length == sizeof(ushort)
                ? new IPEndPoint(new IPAddress(address), BinaryPrimitives.ReadUInt16BigEndian(port)) : null;
    }

    /// <summary><c>CTA_IP_V4_SRC</c> or <c>CTA_IP_V6_SRC</c>; the destination is the next.</summary>
    private static ushort SourceOf(bool isIPv4) => (ushort)(isIPv4 ? 1 : 3);

    private static Dictionary<int, byte[]>? Of(Dictionary<int, byte[]>? attributes, int type)
        => attributes is not null && attributes.TryGetValue(type, out var nested) ? Read(nested) : null;

    private static byte[] Nest(ushort type, params byte[][] attributes) => NetlinkAttributes.Write((ushort)(type | Nested), attributes.SelectMany(a => a).ToArray());

    private static byte[] Port(ushort type, int port)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)port);
        return NetlinkAttributes.Write(type, bytes);
    }
}
