using System.Buffers.Binary;
using System.Text;

namespace PortFirewall;

/// <summary>
/// A rule of nf_tables that marks packets to be traced, as the kernel takes it (<c>include/uapi/linux/netfilter/nf_tables.h</c>): each
/// expression loads a part of the packet into a register, or compares it and ends the rule where it differs.
/// </summary>
internal static class TraceExpressions
{
    private const uint Register = 1;
    private const uint NetworkHeader = 1;
    private const uint TransportHeader = 2;
    private const int DestinationPortOffset = 2;
    private const int InterfaceNameSize = 16;

    /// <summary><c>enum nft_meta_keys</c>.</summary>
    private static class MetaKey
    {
        public const uint InInterfaceName = 6;
        public const uint Trace = 12;
        public const uint Family = 15;
        public const uint Protocol = 16;
    }

    /// <summary><c>enum nft_cmp_ops</c>; bytes are compared as they stand in the packet, so that order is order of numbers.</summary>
    private static class Comparison
    {
        public const uint Equal = 0;
        public const uint AtMost = 3;
        public const uint AtLeast = 5;
    }

    public static byte[] Of(PortRule rule, bool everyPacket)
    {
        List<byte[]> expressions = [];
        var isIPv4 = rule.Family == AddressFamily.IPv4;
        var protocol = ProtocolNumbers.OfPortProtocol(rule.Protocol);
        Add(LoadMeta(MetaKey.Family), Compare(Comparison.Equal, [isIPv4 ? (byte)2 : (byte)10]));
        Add(LoadMeta(MetaKey.Protocol), Compare(Comparison.Equal, [(byte)protocol]));
        if (rule.InInterface is not (null or "+"))
            Add(LoadMeta(MetaKey.InInterfaceName), Compare(Comparison.Equal, NameBytes(rule.InInterface)));
        AddAddress(rule.Source, isIPv4 ? 12u : 8);
        AddAddress(rule.Destination, isIPv4 ? 16u : 24);
        Add(Load(TransportHeader, DestinationPortOffset, 2));
        AddRange(PortBytes(rule.Port.Low), PortBytes(rule.Port.High));
        if (!everyPacket && TraceFilter.FirstPacket(protocol) is var (offset, mask, value))
            Add(Load(TransportHeader, (uint)offset, 1), Mask(mask), Compare(Comparison.Equal, [value]));
        Add(Immediate([1]), Expression("meta", NetlinkMessage.Number(2, MetaKey.Trace), NetlinkMessage.Number(3, Register)));
        return NetlinkMessage.Nest(4, [.. expressions]);

        void Add(params ReadOnlySpan<byte[]> some) => expressions.AddRange(some);

        void AddAddress(string? network, uint place)
        {
            if (network is null)
                return;
            foreach (var interval in AddressSets.ReadNetwork(network, rule.Family)!.Intervals)
            {
                var last = interval.High is { } end ? end - 1 : UInt128.MaxValue;
                Add(Load(NetworkHeader, place, isIPv4 ? 4u : 16));
                AddRange(AddressSets.ToAddress(interval.Low, rule.Family).GetAddressBytes(), AddressSets.ToAddress(last, rule.Family).GetAddressBytes());
            }
        }

        void AddRange(byte[] first, byte[] last)
        {
            if (first.AsSpan().SequenceEqual(last))
                Add(Compare(Comparison.Equal, first));
            else
                Add(Compare(Comparison.AtLeast, first), Compare(Comparison.AtMost, last));
        }
    }

    private static byte[] LoadMeta(uint key) => Expression("meta", NetlinkMessage.Number(1, Register), NetlinkMessage.Number(2, key));

    private static byte[] Load(uint header, uint offset, uint length)
        => Expression("payload", NetlinkMessage.Number(1, Register), NetlinkMessage.Number(2, header), NetlinkMessage.Number(3, offset), NetlinkMessage.Number(4, length));

    private static byte[] Compare(uint operation, byte[] value)
        => Expression("cmp", NetlinkMessage.Number(1, Register), NetlinkMessage.Number(2, operation), NetlinkMessage.Nest(3, NetlinkAttributes.Write(1, value)));

    private static byte[] Mask(byte mask)
        => Expression(
            "bitwise", NetlinkMessage.Number(1, Register), NetlinkMessage.Number(2, Register), NetlinkMessage.Number(3, 1),
            NetlinkMessage.Nest(4, NetlinkAttributes.Write(1, [mask])), NetlinkMessage.Nest(5, NetlinkAttributes.Write(1, [0])));

    private static byte[] Immediate(byte[] value)
        => Expression("immediate", NetlinkMessage.Number(1, Register), NetlinkMessage.Nest(2, NetlinkAttributes.Write(1, value)));

    private static byte[] Expression(string name, params ReadOnlySpan<byte[]> data)
        => NetlinkMessage.Nest(1, NetlinkMessage.Text(1, name), NetlinkMessage.Nest(2, data));

    private static byte[] PortBytes(int port)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)port);
        return bytes;
    }

    /// <summary>The whole name with what fills it up, or its beginning where it ends in <c>+</c>.</summary>
    private static byte[] NameBytes(string name)
    {
        if (name[^1] == '+')
            return Encoding.UTF8.GetBytes(name[..^1]);
        var bytes = new byte[InterfaceNameSize];
        Encoding.UTF8.GetBytes(name, bytes);
        return bytes;
    }
}
