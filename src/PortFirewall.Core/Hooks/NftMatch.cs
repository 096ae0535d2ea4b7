using System.Text.Json;

namespace PortFirewall;

/// <summary>Comparisons in rules of nft: which packets meet them. What can't be decided becomes a condition.</summary>
internal static class NftMatch
{
    /// <summary>Sets of several fields are compared element by element with each other, which takes the square of their number.</summary>
    private const int MostCombinations = 500;

    private static readonly string[] FirstSegmentFlags = ["syn"];

    /// <summary>Of a client that asks for ECN (RFC 3168, 6.1.1), as Linux does where <c>net.ipv4.tcp_ecn</c> is 1.</summary>
    private static readonly string[] FirstSegmentFlagsWithEcn = ["syn", "ecn", "cwr"];

    /// <summary>Reads a comparison into the builder; false where it can't be decided.</summary>
    public static bool Read(JsonElement match, NftTable table, RegionBuilder builder)
    {
        var (left, right) = (match.GetProperty("left"), match.GetProperty("right"));
        var operation = match.GetProperty("op").GetString()!;
        if (left.ValueKind != JsonValueKind.Object)
            return false;
        if (left.TryGetProperty("concat", out var fields))
            return operation == "==" && NftElements.Of(right, table) is { } combinations
                && RegionsOf(fields, combinations, builder.Family) is { } regions && Restrict(builder, regions);
        if (left.TryGetProperty("&", out var masked))
            return masked.ValueKind == JsonValueKind.Array && masked.GetArrayLength() == 2 && ReadMasked(masked[0], masked[1], operation, right, builder);
        if (NftStatus.Read(left, operation, right, builder) || NftMark.Read(left, operation, right, table, builder) || NftFib.Read(left, operation, right, table, builder))
            return true;
        if (NftField.Of(left, builder.Family) is not { } field)
            return false;
        RestrictTo(field, builder);
        if (field.Kind == NftFieldKind.TcpFlags)
            return ReadFlags(operation, mask: null, right, builder);
        if (field.Where.IsEmpty)
            return true;
        if (field.Kind == NftFieldKind.OutInterface)
            return ReadOutInterface(operation, NftElements.Of(right, table), builder);
        if (operation is "<" or ">" or "<=" or ">=")
            return ReadOrder(field, operation, right, builder);
        // Only bits are compared with several values that are not in braces.
        IReadOnlyList<JsonElement>? values = field.Kind == NftFieldKind.State && right.ValueKind == JsonValueKind.Array && operation is "in" or "!"
            ? Elements(right) : NftElements.Of(right, table);
        if (values is null || operation is not ("==" or "!=" or "in" or "!") || NftValues.Region(field.Kind, values, operation is "!=" or "!", builder.Family) is not { } region)
            return false;
        builder.Restrict(region);
        return true;
    }

    /// <summary>The region of a key, of one field or several; null where it is not understood.</summary>
    public static PacketRegion? RegionOf(JsonElement fields, JsonElement key, AddressFamily family)
    {
        if (!fields.TryGetProperty("concat", out var several))
            return RegionOfOne(fields, key, family);
        return key.ValueKind == JsonValueKind.Object && key.TryGetProperty("concat", out var values) && RegionsOf(several, [key], family) is [var only] ? only : null;
    }

    private static List<PacketRegion>? RegionsOf(JsonElement fields, IReadOnlyList<JsonElement> combinations, AddressFamily family)
    {
        if (combinations.Count > MostCombinations)
            return null;
        var regions = new List<PacketRegion>();
        foreach (var combination in combinations)
        {
            if (!combination.TryGetProperty("concat", out var values) || values.GetArrayLength() != fields.GetArrayLength())
                return null;
            var region = PacketRegion.Everything;
            foreach (var (expression, value) in fields.EnumerateArray().Zip(values.EnumerateArray()))
            {
                if (RegionOfOne(expression, value, family) is not { } part)
                    return null;
                region = region.And(part);
            }
            regions.Add(region);
        }
        return regions;
    }

    private static PacketRegion? RegionOfOne(JsonElement expression, JsonElement value, AddressFamily family)
    {
        if (NftField.Of(expression, family) is not { } field)
            return null;
        // Packets of the other family have no such field, whatever it is compared with.
        return field.Where.IsEmpty ? field.Where
            : NftValues.Region(field.Kind, [value], negated: false, family) is { } region ? field.Where.And(region) : null;
    }

    private static bool ReadOutInterface(string operation, IReadOnlyList<JsonElement>? names, RegionBuilder builder)
    {
        if (names?.All(n => n.ValueKind == JsonValueKind.String && n.GetString() is not ("" or "*")) != true || operation is not ("==" or "!="))
            return false;
        if (NftValues.Region(NftFieldKind.InInterface, names, operation == "!=", builder.Family)?.InInterfaces is not { } wanted)
            return false;
        builder.Ask(new PacketQuestion(
            "meta oifname", packets => packets.Transit.Route == PacketRoute.Forwarded ? OnwardRoutes.LeavesBy(packets, wanted, builder.Facts) : operation == "!="));
        return true;
    }

    private static bool ReadMasked(JsonElement left, JsonElement mask, string operation, JsonElement right, RegionBuilder builder)
        => NftField.Of(left, builder.Family) is { Kind: NftFieldKind.TcpFlags } flags
            ? RestrictTo(flags, builder) && ReadFlags(operation, Words(mask), right, builder)
            : mask.ValueKind == JsonValueKind.Number && mask.TryGetUInt32(out var bits) && NftMark.Read(left, bits, operation, right, builder);

    private static bool Restrict(RegionBuilder builder, List<PacketRegion> regions)
    {
        // Ranges of several fields may overlap, and packets must not be counted twice.
        for (var i = 0; i < regions.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!regions[i].And(regions[j]).IsEmpty)
                    return false;
            }
        }
        builder.RestrictToAny(regions);
        return true;
    }

    private static bool RestrictTo(NftField field, RegionBuilder builder)
    {
        builder.Restrict(field.Where);
        return true;
    }

    private static bool ReadOrder(NftField field, string operation, JsonElement right, RegionBuilder builder)
    {
        if (field.Kind is not (NftFieldKind.SourcePort or NftFieldKind.DestinationPort) || !right.TryGetInt32(out var number))
            return false;
        var ports = operation switch
        {
            "<" => IntervalSet<int>.Of(0, number),
            "<=" => IntervalSet<int>.Of(0, number + 1),
            ">" => IntervalSet<int>.Of(number + 1, PortRange.Maximum + 1),
            _ => IntervalSet<int>.Of(number, PortRange.Maximum + 1),
        };
        builder.Restrict(field.Kind == NftFieldKind.SourcePort ? new PacketRegion { SourcePorts = ports } : new PacketRegion { DestinationPorts = ports });
        return true;
    }

    /// <summary>The first segment has SYN, and where its client asks for ECN two more: nft compares all eight bits, where iptables leaves those two out (<c>net/netfilter/xt_tcpudp.c</c>).</summary>
    private static bool ReadFlags(string operation, List<string>? mask, JsonElement right, RegionBuilder builder)
    {
        if (right.ValueKind == JsonValueKind.Object)
            return false;
        var wanted = right.ValueKind == JsonValueKind.Number ? (right.GetRawText() == "0" ? [] : null) : Words(right);
        if (wanted is null)
            return false;
        if (Meets(FirstSegmentFlags) is not { } plain)
            return false;
        var isSame = Meets(FirstSegmentFlagsWithEcn) == plain;
        builder.Ask(new PacketQuestion(isSame ? "tcp flags" : "tcp flags: ECN", packets => isSame && packets.States == ConnectionStates.New ? plain : null));
        return true;

        bool? Meets(string[] flags)
        {
            var present = flags.Where(f => mask is null || mask.Contains(f)).ToHashSet(StringComparer.Ordinal);
            return operation switch
            {
                "==" => present.SetEquals(wanted),
                "!=" => !present.SetEquals(wanted),
                "in" => present.Overlaps(wanted),
                "!" => !present.Overlaps(wanted),
                _ => null,
            };
        }
    }

    private static List<string> Words(JsonElement value) => [.. Elements(value).Select(e => e.ToString())];

    private static List<JsonElement> Elements(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
}
