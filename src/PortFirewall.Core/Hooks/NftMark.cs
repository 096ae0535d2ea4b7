using System.Text.Json;

namespace PortFirewall;

/// <summary>Comparisons with the packet's or the connection's mark, which rules on the way may have set.</summary>
internal static class NftMark
{
    /// <summary>The packets that have a connection.</summary>
    public static readonly PacketRegion[] OfConnections = [new() { States = ConnectionStates.New }, new() { States = ConnectionStates.Related | ConnectionStates.Established }];

    /// <summary>A comparison with one mark, several, a range or an end.</summary>
    public static bool Read(JsonElement left, string operation, JsonElement right, NftTable table, RegionBuilder builder)
    {
        if (Read(left, uint.MaxValue, operation, right, builder))
            return true;
        var ofPacket = IsMark(left, "meta");
        if ((!ofPacket && !IsMark(left, "ct")) || Wanted(operation, right, table) is not { } wanted)
            return false;
        if (!ofPacket)
            builder.RestrictToAny(OfConnections);
        builder.Ask(new PacketQuestion($"{(ofPacket ? "meta" : "ct")} mark {right}", packets =>
            (ofPacket ? packets.Mark : packets.ConnectionMark) is { Known: uint.MaxValue } mark ? wanted.Contains(mark.Value) ^ operation == "!=" : null));
        return true;
    }

    public static bool Read(JsonElement left, uint mask, string operation, JsonElement right, RegionBuilder builder)
    {
        var ofPacket = IsMark(left, "meta");
        if ((!ofPacket && !IsMark(left, "ct")) || operation is not ("==" or "!=") || right.ValueKind != JsonValueKind.Number || !right.TryGetUInt32(out var wanted))
            return false;
        var negated = operation == "!=";
        // Without a connection there is no mark to compare (net/netfilter/nft_ct.c).
        if (!ofPacket)
            builder.RestrictToAny(OfConnections);
        builder.Ask(new PacketQuestion(
            $"{(ofPacket ? "meta" : "ct")} mark {right}", packets => (ofPacket ? packets.Mark : packets.ConnectionMark).Is(wanted, mask) ^ negated));
        return true;
    }

    private static IntervalSet<long>? Wanted(string operation, JsonElement right, NftTable table)
    {
        const long Last = uint.MaxValue;
        if (right.ValueKind == JsonValueKind.Number && right.TryGetUInt32(out var end))
        {
            return operation switch
            {
                "<" => IntervalSet<long>.Of(0, end),
                "<=" => IntervalSet<long>.Of(0, end + 1L),
                ">" => IntervalSet<long>.Of(end + 1L, Last + 1),
                ">=" => IntervalSet<long>.Of(end, Last + 1),
                _ => null,
            };
        }
        if (operation is not ("==" or "!=") || NftElements.Of(right, table) is not { } values)
            return null;
        var marks = new List<Interval<long>>();
        foreach (var value in values)
        {
            var ends = NftValues.Ends(value) ?? (value, value);
            if (ends is not ({ ValueKind: JsonValueKind.Number }, { ValueKind: JsonValueKind.Number }) || !ends.Low.TryGetUInt32(out var low) || !ends.High.TryGetUInt32(out var high))
                return null;
            marks.Add(new Interval<long>(low, high + 1L));
        }
        return IntervalSet<long>.Of(marks);
    }

    private static bool IsMark(JsonElement expression, string of)
        => expression.ValueKind == JsonValueKind.Object && expression.TryGetProperty(of, out var what)
            && what.ValueKind == JsonValueKind.Object && what.TryGetProperty("key", out var key) && key.GetString() == "mark";
}
