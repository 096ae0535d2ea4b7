using System.Text.Json;

namespace PortFirewall;

/// <summary>Expressions of nft in its own words (<c>nft(8)</c>), and as JSON where they are not known: for people to read.</summary>
internal static class NftText
{
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Of)),
        JsonValueKind.Object => OfObject(value),
        _ => value.GetRawText(),
    };

    /// <summary>A comparison: <c>tcp dport { 22, 80-90 }</c>.</summary>
    public static string OfMatch(JsonElement match)
    {
        var (left, right) = (Property(match, "left"), Property(match, "right"));
        var operation = Of(Property(match, "op"));
        // Bits are compared by "==" in words as well, and everything else without.
        var between = operation == "in" || (operation == "==" && Property(left, "&").ValueKind == JsonValueKind.Undefined) ? " " : $" {operation} ";
        return Of(left) + between + OfCompared(left, right);
    }

    public static JsonElement Property(JsonElement value, string name)
        => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var property) ? property : default;

    private static string OfCompared(JsonElement left, JsonElement right)
    {
        if (right.ValueKind is JsonValueKind.True or JsonValueKind.False && Property(left, "fib").ValueKind == JsonValueKind.Object)
            return right.ValueKind == JsonValueKind.True ? "exists" : "missing";
        return right.ValueKind == JsonValueKind.String && Of(Property(Property(left, "meta"), "key")) is "iif" or "iifname" or "oif" or "oifname" && right.GetString() is not ['@', ..]
            ? $"\"{right.GetString()}\"" : Of(right);
    }

    private static string OfObject(JsonElement value)
    {
        var (name, inner) = value.EnumerateObject().Select(p => (p.Name, p.Value)).FirstOrDefault();
        var isList = inner.ValueKind == JsonValueKind.Array;
        return name switch
        {
            "payload" when Property(inner, "protocol").ValueKind == JsonValueKind.String => $"{Of(Property(inner, "protocol"))} {Of(Property(inner, "field"))}",
            "meta" => Of(Property(inner, "key")) is "iif" or "iifname" or "oif" or "oifname" ? Of(Property(inner, "key")) : "meta " + Of(Property(inner, "key")),
            "ct" => string.Join(' ', new[] { "ct", Of(Property(inner, "dir")), Of(Property(inner, "key")) }.Where(w => w.Length > 0)),
            "fib" => $"fib {Of(Property(inner, "flags")).Replace(",", " . ", StringComparison.Ordinal)} {Of(Property(inner, "result"))}",
            "prefix" => $"{Of(Property(inner, "addr"))}/{Of(Property(inner, "len"))}",
            "range" when isList => Join(inner, "-"),
            "concat" when isList => Join(inner, " . "),
            "set" => $"{{ {(isList ? Join(inner, ", ") : Of(inner))} }}",
            "elem" => Of(Property(inner, "val")) is { Length: > 0 } plain ? plain : value.GetRawText(),
            "&" or "|" or "^" when isList => string.Join($" {name} ", inner.EnumerateArray().Select(OfOperand)),
            _ => value.GetRawText(),
        };
    }

    private static string OfOperand(JsonElement operand)
        => operand.ValueKind == JsonValueKind.Array ? $"({Join(operand, " | ")})" : Of(operand);

    private static string Join(JsonElement list, string separator) => string.Join(separator, list.EnumerateArray().Select(Of));
}
