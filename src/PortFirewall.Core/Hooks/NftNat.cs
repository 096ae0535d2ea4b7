using System.Text.Json;

namespace PortFirewall;

/// <summary>
/// <c>dnat</c> and <c>redirect</c>, as iptables' targets of the same names, and <c>snat</c> and <c>masquerade</c>, which change sources after all that asks about
/// them.
/// </summary>
internal static class NftNat
{
    /// <summary>Whether a statement is an end that changes the source only.</summary>
    public static bool ChangesSourceOnly(string statement) => statement is "snat" or "masquerade";

    /// <summary>Whether it changes packets of the other family only (<c>net/netfilter/nft_nat.c</c>, <c>nft_nat_inet_eval</c>).</summary>
    public static bool IsOfOtherFamily(string statement, JsonElement value, AddressFamily family)
        => statement is "dnat" or "snat" && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("family", out var asked)
            && asked.GetString() == (family == AddressFamily.IPv4 ? "ip6" : "ip");

    /// <summary>What a statement does to packets' destinations; null where it is none of those, or not understood.</summary>
    public static PacketChange? Read(string statement, JsonElement value, string place, RegionBuilder builder)
    {
        var made = new DestinationTranslation(place, statement) { IsToThisHost = statement == "redirect" };
        if (value.ValueKind is not JsonValueKind.Null)
        {
            if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(p => p.Name is not ("addr" or "family" or "port" or "flags")))
                return null;
            var target = "";
            if (value.TryGetProperty("addr", out var address))
            {
                if (NftValues.Region(NftFieldKind.Destination, [address], negated: false, builder.Family)?.Destinations is not { IsEmpty: false } to)
                    return null;
                made = made with { Destinations = to };
                target = NftText.Of(address);
            }
            if (value.TryGetProperty("port", out var port))
            {
                if (NftValues.Region(NftFieldKind.DestinationPort, [port], negated: false, builder.Family)?.DestinationPorts is not { IsEmpty: false } ports)
                    return null;
                made = made with { Ports = ports };
                target += ":" + NftText.Of(port);
            }
            made = target.Length == 0 ? made : made with { Target = $"{statement} to {target}" };
        }
        return statement is "dnat" or "redirect" ? DestinationNat.By(made, builder.Facts) : null;
    }
}
