using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace PortFirewall;

/// <summary>The attributes of a netlink message (<c>struct nlattr</c>, <c>netlink(7)</c>): a length, a type and a value each.</summary>
internal static class NetlinkAttributes
{
    private const int HeaderLength = 4;
    private const int Alignment = 4;

    /// <summary><c>NLA_TYPE_MASK</c>: the two highest bits of an attribute's type tell how its value is made.</summary>
    private const int TypeMask = 0x3fff;

    /// <summary>The attributes by type; null where their lengths don't hold together.</summary>
    public static Dictionary<int, byte[]>? Read(ReadOnlySpan<byte> bytes)
    {
        var found = new Dictionary<int, byte[]>();
        while (bytes.Length >= HeaderLength)
        {
            int length = MemoryMarshal.Read<ushort>(bytes);
            if (length < HeaderLength || length > bytes.Length)
                return null;
            found[MemoryMarshal.Read<ushort>(bytes[2..]) & TypeMask] = bytes[HeaderLength..length].ToArray();
            bytes = bytes[Math.Min(Aligned(length), bytes.Length)..];
        }
        return bytes.IsEmpty ? found : null;
    }

    /// <summary>An attribute that is text; null where it is not there.</summary>
    public static string? Text(Dictionary<int, byte[]> attributes, int type)
        => attributes.TryGetValue(type, out var value) ? Encoding.UTF8.GetString(value).TrimEnd('\0') : null;

    /// <summary>An attribute that is a number of 32 bits; null where it is not there.</summary>
    public static uint? Number(Dictionary<int, byte[]> attributes, int type)
        => attributes.TryGetValue(type, out var value) && value.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;

    /// <summary>An attribute with what fills it up to the next one.</summary>
    public static byte[] Write(ushort type, ReadOnlySpan<byte> value)
    {
        var attribute = new byte[Aligned(HeaderLength + value.Length)];
        MemoryMarshal.Write(attribute, (ushort)(HeaderLength + value.Length));
        MemoryMarshal.Write(attribute.AsSpan(2), type);
        value.CopyTo(attribute.AsSpan(HeaderLength));
        return attribute;
    }

    /// <summary>A length up to where the next attribute or message begins.</summary>
    public static int Aligned(int length) => (length + Alignment - 1) & -Alignment;
}
