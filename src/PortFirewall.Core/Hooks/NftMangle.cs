using System.Text.Json;

namespace PortFirewall;

/// <summary>Statements that set something: <c>meta mark set 7</c>.</summary>
internal static class NftMangle
{
    /// <summary>Deeper than nft itself nests the changes of a mark.</summary>
    private const int DeepestExpression = 16;

    /// <summary>Whether it sets what changes nothing on the packets' way, or a mark. A host takes no packet whose <c>pkttype</c> says that it is another's (<c>net/ipv4/ip_input.c</c>, <c>ip_rcv_core</c>).</summary>
    public static bool IsHarmless(JsonElement mangle)
        => mangle.TryGetProperty("key", out var key)
            && (KeyOf(key, "meta") is "mark" or "priority" or "nftrace" or "secmark" || KeyOf(key, "ct") is "mark" or "label" or "event" or "zone" or "secmark");

    /// <summary>Whether it asks for the connection's mark, which ends the rule for packets that have no connection (<c>net/netfilter/nft_ct.c</c>).</summary>
    public static bool AsksForConnection(JsonElement mangle)
        => mangle.TryGetProperty("value", out var value) && value.GetRawText().Contains("\"ct\"", StringComparison.Ordinal);

    /// <summary>What becomes of the packets' marks; null where they stay as they are.</summary>
    public static PacketChange? Read(JsonElement mangle)
    {
        var key = mangle.GetProperty("key");
        var value = mangle.TryGetProperty("value", out var given) ? given : default;
        if (IsMark(key, "meta"))
        {
            var ofPacket = MarkOf(value, 0);
            return packets => [MarkTarget.With(packets, ofPacket(packets))];
        }
        if (IsMark(key, "ct"))
        {
            var ofConnection = MarkOf(value, 0);
            return packets => ConnectionMarkTarget.Apply(packets, tracked => ConnectionMarkTarget.WithConnectionMark(tracked, ofConnection(tracked)));
        }
        return null;
    }

    /// <summary>A mark as nft writes it: a number, a mark that is there already, or one with some bits changed by a number.</summary>
    private static Func<PacketClass, MarkBits> MarkOf(JsonElement value, int depth)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var number))
            return _ => new MarkBits(number, uint.MaxValue);
        if (value.ValueKind != JsonValueKind.Object || depth > DeepestExpression)
            return static _ => MarkBits.Unknown;
        if (IsMark(value, "meta"))
            return static packets => packets.Mark;
        if (IsMark(value, "ct"))
            return static packets => packets.ConnectionMark;
        var operation = value.EnumerateObject().First();
        if (operation.Name is not ("&" or "|" or "^") || operation.Value.ValueKind != JsonValueKind.Array || operation.Value.GetArrayLength() != 2
            || operation.Value[1].ValueKind != JsonValueKind.Number || !operation.Value[1].TryGetUInt32(out var bits))
        {
            return static _ => MarkBits.Unknown;
        }
        var mark = MarkOf(operation.Value[0], depth + 1);
        return operation.Name switch
        {
            "&" => packets => mark(packets).Within(bits),
            "|" => packets => mark(packets).Change(bits, new MarkBits(bits, uint.MaxValue)),
            _ => packets => mark(packets).Change(0, new MarkBits(bits, uint.MaxValue)),
        };
    }

    private static bool IsMark(JsonElement key, string of) => KeyOf(key, of) == "mark";

    private static string? KeyOf(JsonElement key, string of)
        => key.TryGetProperty(of, out var what) && what.ValueKind == JsonValueKind.Object && what.TryGetProperty("key", out var name) ? name.GetString() : null;
}
