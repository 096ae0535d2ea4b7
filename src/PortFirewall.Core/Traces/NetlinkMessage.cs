using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace PortFirewall;

/// <summary>Writes one message to a part of netfilter (<c>netlink(7)</c>, <c>struct nlmsghdr</c> and <c>struct nfgenmsg</c>).</summary>
internal static class NetlinkMessage
{
    public const int HeaderLength = 16;
    public const int GenericLength = 4;
    public const ushort Error = 2;
    public const ushort Done = 3;

    /// <summary><c>NLM_F_REQUEST</c>.</summary>
    public const ushort Request = 1;

    /// <summary><c>NLM_F_ACK</c>: also what went well is answered.</summary>
    public const ushort Acknowledge = 4;

    /// <summary><c>NLM_F_DUMP</c>.</summary>
    public const ushort WholeList = 0x300;

    /// <summary><c>NLM_F_CREATE | NLM_F_APPEND</c>.</summary>
    public const ushort Create = 0xc00;

    private const ushort Nested = 0x8000;

    public static byte[] Of(ushort type, ushort flags, byte family, ushort resource, params ReadOnlySpan<byte[]> attributes)
    {
        var body = Join(attributes);
        var message = new byte[HeaderLength + GenericLength + body.Length];
        MemoryMarshal.Write(message, message.Length);
        MemoryMarshal.Write(message.AsSpan(4), type);
        MemoryMarshal.Write(message.AsSpan(6), flags);
        message[HeaderLength] = family;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(HeaderLength + 2), resource);
        body.CopyTo(message, HeaderLength + GenericLength);
        return message;
    }

    public static byte[] Text(ushort type, string value) => NetlinkAttributes.Write(type, [.. Encoding.UTF8.GetBytes(value), 0]);

    public static byte[] Number(ushort type, uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return NetlinkAttributes.Write(type, bytes);
    }

    public static byte[] Nest(ushort type, params ReadOnlySpan<byte[]> attributes) => NetlinkAttributes.Write((ushort)(type | Nested), Join(attributes));

    /// <summary>The messages of one reading: type, flags, and what stands behind the header.</summary>
    public static List<(ushort Type, ushort Flags, byte[] Body)> Split(ReadOnlySpan<byte> part)
    {
        var messages = new List<(ushort, ushort, byte[])>();
        while (part.Length >= HeaderLength)
        {
            var length = (int)Math.Min(MemoryMarshal.Read<uint>(part), int.MaxValue);
            if (length < HeaderLength || length > part.Length)
                break;
            messages.Add((MemoryMarshal.Read<ushort>(part[4..]), MemoryMarshal.Read<ushort>(part[6..]), part[HeaderLength..length].ToArray()));
            part = part[Math.Min(NetlinkAttributes.Aligned(length), part.Length)..];
        }
        return messages;
    }

    private static byte[] Join(ReadOnlySpan<byte[]> parts)
    {
        var all = new List<byte>();
        foreach (var part in parts)
            all.AddRange(part);
        return [.. all];
    }
}
