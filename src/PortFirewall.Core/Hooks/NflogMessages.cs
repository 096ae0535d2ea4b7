using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace PortFirewall;

/// <summary>
/// The messages of <c>nfnetlink_log</c> (<c>netlink(7)</c>, <c>include/uapi/linux/netfilter/nfnetlink_log.h</c>): what to say in order to
/// be handed the packets that rules log to a group, and what then comes.
/// </summary>
internal static class NflogMessages
{
    private const int HeaderLength = 16;
    private const int GenericLength = 4;
    private const ushort Error = 2;
    private const ushort Request = 1;
    private const ushort Acknowledge = 4;
    private const byte CopyPacket = 2;

    /// <summary><c>NFNL_SUBSYS_ULOG</c>.</summary>
    private const int Subsystem = 4;

    private const ushort Packet = (Subsystem << 8) | 0;
    private const ushort Configuration = (Subsystem << 8) | 1;

    private const byte IPv4 = 2;
    private const byte IPv6 = 10;

    /// <summary><c>enum nfulnl_attr_config</c>.</summary>
    private static class ConfigurationAttribute
    {
        public const ushort Command = 1;
        public const ushort Mode = 2;
        public const ushort BufferSize = 3;
        public const ushort Threshold = 5;
    }

    /// <summary><c>enum nfulnl_attr_type</c>.</summary>
    private static class PacketAttribute
    {
        public const int Mark = 2;
        public const int InInterface = 4;
        public const int Payload = 9;
        public const int Prefix = 10;
    }

    /// <summary>Asks for a group's packets, each at once and none kept back to be sent with others.</summary>
    /// <param name="group">The group, as <c>--nflog-group</c> names it.</param>
    /// <param name="length">How many bytes of each packet are wanted.</param>
    public static byte[] Bind(ushort group, int length)
    {
        var mode = new byte[6];
        BinaryPrimitives.WriteInt32BigEndian(mode, length);
        mode[4] = CopyPacket;
        return Configure(
            group,
            NetlinkAttributes.Write(ConfigurationAttribute.Command, [1]),
            NetlinkAttributes.Write(ConfigurationAttribute.Mode, mode),
            // The kernel reserves as much for each message, and what waits to be read is bounded by what is reserved.
            NetlinkAttributes.Write(ConfigurationAttribute.BufferSize, BigEndian(length + 256)),
            NetlinkAttributes.Write(ConfigurationAttribute.Threshold, BigEndian(1)));
    }

    /// <summary>Ends it. The answer comes behind the last packet.</summary>
    public static byte[] Unbind(ushort group) => Configure(group, NetlinkAttributes.Write(ConfigurationAttribute.Command, [2]));

    /// <summary>Takes a part of what the kernel sent.</summary>
    /// <param name="part">What one reading brought.</param>
    /// <param name="take">Gets each packet.</param>
    /// <returns>The answer to a request: 0 or an <c>errno</c>; null where the part holds none.</returns>
    public static int? Read(ReadOnlySpan<byte> part, Action<NflogPacket> take)
    {
        int? answer = null;
        while (part.Length >= HeaderLength)
        {
            var length = (int)Math.Min(MemoryMarshal.Read<uint>(part), int.MaxValue);
            if (length < HeaderLength || length > part.Length)
                break;
            var type = MemoryMarshal.Read<ushort>(part[4..]);
            var body = part[HeaderLength..length];
            if (type == Error && body.Length >= sizeof(int))
                answer = -MemoryMarshal.Read<int>(body);
            else if (type == Packet && body.Length >= GenericLength && NetlinkAttributes.Read(body[GenericLength..]) is { } attributes)
                take(ReadPacket(body[0], attributes));
            part = part[Math.Min(NetlinkAttributes.Aligned(length), part.Length)..];
        }
        return answer;
    }

    private static NflogPacket ReadPacket(byte family, Dictionary<int, byte[]> attributes)
        => new(
            attributes.TryGetValue(PacketAttribute.Prefix, out var prefix) ? Encoding.UTF8.GetString(prefix).TrimEnd('\0') : "",
            family switch { IPv4 => AddressFamily.IPv4, IPv6 => AddressFamily.IPv6, _ => null },
            attributes.GetValueOrDefault(PacketAttribute.Payload))
        {
            InInterface = Number(attributes, PacketAttribute.InInterface) is { } number ? (int)number : null,
            Mark = Number(attributes, PacketAttribute.Mark) ?? 0,
        };

    private static uint? Number(Dictionary<int, byte[]> attributes, int type)
        => attributes.TryGetValue(type, out var value) && value.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Configure(ushort group, params ReadOnlySpan<byte[]> attributes)
    {
        var message = new byte[HeaderLength + GenericLength];
        // struct nfgenmsg: no family, version 0, and the group in network order.
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(HeaderLength + 2), group);
        MemoryMarshal.Write(message.AsSpan(4), Configuration);
        MemoryMarshal.Write(message.AsSpan(6), (ushort)(Request | Acknowledge));
        foreach (var attribute in attributes)
            message = [.. message, .. attribute];
        MemoryMarshal.Write(message, message.Length);
        return message;
    }
}
