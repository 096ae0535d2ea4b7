using System.Text.Json;

namespace PortFirewall;

/// <summary>Statements that set something: <c>meta mark set 7</c>.</summary>
internal static class NftMangle
{
    /// <summary>Whether it sets something beside the packet, and leaves its headers alone.</summary>
    public static bool IsHarmless(JsonElement mangle)
        => mangle.TryGetProperty("key", out var key) && (key.TryGetProperty("meta", out _) || key.TryGetProperty("ct", out _));

    /// <summary>What becomes of the packets' marks; null where they stay as they are.</summary>
    public static PacketChange? Read(JsonElement mangle)
    {
        var key = mangle.GetProperty("key");
        var mark = mangle.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var number)
            ? new MarkBits(number, uint.MaxValue) : MarkBits.Unknown;
        if (IsMark(key, "meta"))
            return packets => [MarkTarget.With(packets, mark)];
        if (IsMark(key, "ct"))
            return packets => [packets with { Transit = packets.Transit with { ConnectionMark = mark } }];
        return null;
    }

    private static bool IsMark(JsonElement key, string of)
        => key.TryGetProperty(of, out var what) && what.ValueKind == JsonValueKind.Object && what.TryGetProperty("key", out var name) && name.GetString() == "mark";
}
