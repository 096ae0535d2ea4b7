using System.Text.Json;

namespace PortFirewall;

/// <summary>Comparisons with the packet's or the connection's mark, which rules on the way may have set.</summary>
internal static class NftMark
{
    /// <summary>The packets that have a connection.</summary>
    public static readonly PacketRegion[] OfConnections = [new() { States = ConnectionStates.New }, new() { States = ConnectionStates.Related | ConnectionStates.Established }];

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

    private static bool IsMark(JsonElement expression, string of)
        => expression.ValueKind == JsonValueKind.Object && expression.TryGetProperty(of, out var what)
            && what.ValueKind == JsonValueKind.Object && what.TryGetProperty("key", out var key) && key.GetString() == "mark";
}
