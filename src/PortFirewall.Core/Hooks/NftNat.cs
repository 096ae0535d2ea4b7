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

    /// <summary>What a statement does to packets' destinations; null where it is none of those, or not understood.</summary>
    public static PacketChange? Read(string statement, JsonElement value, string place, RegionBuilder builder)
    {
        var made = new DestinationTranslation(place, NftText.Of(statement, value)) { IsToThisHost = statement == "redirect" };
        if (value.ValueKind is not JsonValueKind.Null)
        {
            if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(p => p.Name is not ("addr" or "family" or "port" or "flags")))
                return null;
            if (value.TryGetProperty("addr", out var address))
            {
                if (NftValues.Region(NftFieldKind.Destination, [address], negated: false, builder.Family)?.Destinations is not { } to)
                    return null;
                made = made with { Destinations = to };
            }
            if (value.TryGetProperty("port", out var port))
            {
                if (NftValues.Region(NftFieldKind.DestinationPort, [port], negated: false, builder.Family)?.DestinationPorts is not { } ports)
                    return null;
                made = made with { Ports = ports };
            }
        }
        return statement is "dnat" or "redirect" ? DestinationNat.By(made, builder.Facts) : null;
    }
}
