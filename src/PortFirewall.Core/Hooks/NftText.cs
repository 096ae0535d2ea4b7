using System.Text.Json;

namespace PortFirewall;

/// <summary>Expressions of nft in words, near to how nft itself writes them: for conditions that people read.</summary>
internal static class NftText
{
    private const int Longest = 120;

    public static string Of(string statement, JsonElement value)
    {
        var text = statement switch
        {
            "match" => $"{Of(Property(value, "left"))} {Operator(value)}{Of(Property(value, "right"))}",
            "xt" => $"xt {Of(Property(value, "type"))} {Of(Property(value, "name"))}",
            _ when value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined => statement,
            _ => $"{statement} {Of(value)}",
        };
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Of)),
        JsonValueKind.Object => OfObject(value),
        _ => value.GetRawText(),
    };

    private static string OfObject(JsonElement value)
    {
        var first = value.EnumerateObject().FirstOrDefault();
        return first.Name switch
        {
            "payload" => $"{Of(Property(first.Value, "protocol"))} {Of(Property(first.Value, "field"))}",
            "meta" => "meta " + Of(Property(first.Value, "key")),
            "ct" => "ct " + Of(Property(first.Value, "key")),
            "fib" => $"fib {Of(Property(first.Value, "flags")).Replace(",", " . ", StringComparison.Ordinal)} {Of(Property(first.Value, "result"))}",
            "prefix" => $"{Of(Property(first.Value, "addr"))}/{Of(Property(first.Value, "len"))}",
            "range" when first.Value.ValueKind == JsonValueKind.Array => string.Join('-', first.Value.EnumerateArray().Select(Of)),
            "concat" when first.Value.ValueKind == JsonValueKind.Array => string.Join(" . ", first.Value.EnumerateArray().Select(Of)),
            "set" => $"{{ {Of(first.Value)} }}",
            "&" when first.Value.ValueKind == JsonValueKind.Array => string.Join(" & ", first.Value.EnumerateArray().Select(Of)),
            _ => value.GetRawText(),
        };
    }

    private static string Operator(JsonElement match) => Of(Property(match, "op")) switch
    {
        "==" or "in" => "",
        var other => other + " ",
    };

    private static JsonElement Property(JsonElement value, string name)
        => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var property) ? property : default;
}
