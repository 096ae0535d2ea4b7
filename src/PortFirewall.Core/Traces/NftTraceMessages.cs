using System.Buffers.Binary;

namespace PortFirewall;

/// <summary>
/// Reads what the kernel reports of traced packets (<c>net/netfilter/nf_tables_trace.c</c>), which is what <c>xtables-monitor --trace</c> and
/// <c>nft monitor trace</c> print: in numbers, and not in words that differ from version to version.
/// </summary>
internal static class NftTraceMessages
{
    /// <summary><c>NFNLGRP_NFTRACE</c>.</summary>
    public const int Group = 9;

    /// <summary><c>NFT_MSG_TRACE</c>.</summary>
    private const ushort Trace = (10 << 8) | 17;

    /// <summary><c>enum nft_trace_attributes</c>.</summary>
    private static class Attribute
    {
        public const int Table = 1;
        public const int Chain = 2;
        public const int Rule = 3;
        public const int Kind = 4;
        public const int Verdict = 5;
        public const int Packet = 6;
        public const int NetworkHeader = 8;
        public const int TransportHeader = 9;
        public const int InInterface = 10;
        public const int Policy = 16;
    }

    public static void Read(ReadOnlySpan<byte> part, Action<NftTraceEvent> take)
    {
        foreach (var (type, _, body) in NetlinkMessage.Split(part))
        {
            if (type == Trace && body.Length >= NetlinkMessage.GenericLength && NetlinkAttributes.Read(body.AsSpan(NetlinkMessage.GenericLength)) is { } attributes
                && ReadOne(body[0], attributes) is { } report)
                take(report);
        }
    }

    private static NftTraceEvent? ReadOne(byte family, Dictionary<int, byte[]> attributes)
    {
        if (NetlinkAttributes.Number(attributes, Attribute.Packet) is not { } packet || NfTablesMessages.FamilyOf(family) is not { } of
            || NetlinkAttributes.Text(attributes, Attribute.Table) is not { } table || NetlinkAttributes.Text(attributes, Attribute.Chain) is not { } chain)
            return null;
        var kind = (NftTraceKind)(NetlinkAttributes.Number(attributes, Attribute.Kind) ?? 0);
        return new NftTraceEvent(packet, of, table, chain, kind)
        {
            Rule = attributes.TryGetValue(Attribute.Rule, out var rule) && rule.Length == sizeof(ulong) ? BinaryPrimitives.ReadUInt64BigEndian(rule) : 0,
            Verdict = kind == NftTraceKind.Policy ? (int)(NetlinkAttributes.Number(attributes, Attribute.Policy) ?? 0) : VerdictOf(attributes),
            Headers = HeadersOf(attributes),
        };
    }

    private static int VerdictOf(Dictionary<int, byte[]> attributes)
        => attributes.TryGetValue(Attribute.Verdict, out var nested) && NetlinkAttributes.Read(nested) is { } verdict
            ? unchecked((int)(NetlinkAttributes.Number(verdict, 1) ?? 0)) : NftVerdict.Continue;

    private static TracedPacket? HeadersOf(Dictionary<int, byte[]> attributes)
    {
        if (!attributes.TryGetValue(Attribute.NetworkHeader, out var network))
            return null;
        var packet = TracedPacket.Read(network, attributes.GetValueOrDefault(Attribute.TransportHeader));
        return packet is null ? null : packet with { InInterface = (int)(NetlinkAttributes.Number(attributes, Attribute.InInterface) ?? 0) };
    }
}
