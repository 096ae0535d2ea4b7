using System.Text.Json;

namespace PortFirewall;

/// <summary>A field of packets that an expression of nft looks at, as far as PortFirewall knows packets by it.</summary>
/// <param name="Kind">Which field.</param>
/// <param name="Where">The packets that have it at all: others don't match, however the comparison goes.</param>
internal sealed record NftField(NftFieldKind Kind, PacketRegion Where)
{
    private static readonly PacketRegion Nothing = new() { Protocols = IntervalSet<int>.Empty };

    /// <summary>The field of an expression; null where it is none of those.</summary>
    public static NftField? Of(JsonElement expression, AddressFamily family)
    {
        if (expression.ValueKind != JsonValueKind.Object || expression.EnumerateObject().FirstOrDefault() is not { Value.ValueKind: JsonValueKind.Object } first)
            return null;
        var key = first.Value.TryGetProperty("key", out var name) ? name.GetString() : null;
        return first.Name switch
        {
            "payload" when first.Value.TryGetProperty("protocol", out var protocol) && first.Value.TryGetProperty("field", out var field)
                => OfPayload(protocol.GetString()!, field.GetString()!, family),
            "meta" => OfMeta(key),
            // The other direction of a connection has no first packet yet.
            "ct" when key == "state" => new NftField(NftFieldKind.State, PacketRegion.Everything),
            _ => null,
        };
    }

    private static NftField? OfPayload(string protocol, string field, AddressFamily family) => (protocol, field) switch
    {
        ("ip", "saddr") => InFamily(NftFieldKind.Source, AddressFamily.IPv4, family),
        ("ip", "daddr") => InFamily(NftFieldKind.Destination, AddressFamily.IPv4, family),
        ("ip", "protocol") => InFamily(NftFieldKind.Protocol, AddressFamily.IPv4, family),
        ("ip6", "saddr") => InFamily(NftFieldKind.Source, AddressFamily.IPv6, family),
        ("ip6", "daddr") => InFamily(NftFieldKind.Destination, AddressFamily.IPv6, family),
        // As far as packets have no extension headers, which first packets of connections don't have.
        ("ip6", "nexthdr") => InFamily(NftFieldKind.Protocol, AddressFamily.IPv6, family),
        ("ip", _) when family == AddressFamily.IPv6 => new NftField(NftFieldKind.Other, Nothing),
        ("ip6", _) when family == AddressFamily.IPv4 => new NftField(NftFieldKind.Other, Nothing),
        ("th", "sport") => new NftField(NftFieldKind.SourcePort, PacketRegion.Everything),
        ("th", "dport") => new NftField(NftFieldKind.DestinationPort, PacketRegion.Everything),
        ("tcp", "flags") => new NftField(NftFieldKind.TcpFlags, OfProtocol("tcp")),
        ("tcp" or "udp" or "udplite" or "sctp" or "dccp", "sport") => new NftField(NftFieldKind.SourcePort, OfProtocol(protocol)),
        ("tcp" or "udp" or "udplite" or "sctp" or "dccp", "dport") => new NftField(NftFieldKind.DestinationPort, OfProtocol(protocol)),
        ("icmp" or "icmpv6" or "tcp" or "udp" or "udplite" or "sctp" or "dccp" or "igmp" or "esp" or "ah", _) => new NftField(NftFieldKind.Other, OfProtocol(protocol)),
        _ => null,
    };

    private static NftField? OfMeta(string? key) => key switch
    {
        // An interface that is compared by its number is shown by its name.
        "iifname" or "iif" => new NftField(NftFieldKind.InInterface, PacketRegion.Everything),
        "oifname" or "oif" => new NftField(NftFieldKind.OutInterface, PacketRegion.Everything),
        "l4proto" => new NftField(NftFieldKind.Protocol, PacketRegion.Everything),
        "nfproto" or "protocol" => new NftField(NftFieldKind.Family, PacketRegion.Everything),
        _ => null,
    };

    private static NftField InFamily(NftFieldKind kind, AddressFamily wanted, AddressFamily family)
        => new(kind, wanted == family ? PacketRegion.Everything : Nothing);

    private static PacketRegion OfProtocol(string protocol) => new() { Protocols = ProtocolNumbers.Read(protocol) };
}
