using System.Text.Json;
using static PortFirewall.NftText;

namespace PortFirewall;

/// <summary>Statements of nft in its own words (<c>nft(8)</c>), and as JSON where they are not known: for people to read.</summary>
internal static class NftStatementText
{
    private const int Longest = 120;

    /// <summary>All that a rule does, such as <c>tcp dport { 22, 80 } drop</c>.</summary>
    public static string Of(NftRule rule) => string.Join(' ', rule.Statements.Select(s => Of(s.Name, s.Value)));

    public static string Of(string statement, JsonElement value)
    {
        var text = InWords(statement, value)
            ?? (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? statement : $"{statement} {NftText.Of(value)}");
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    private static string? InWords(string statement, JsonElement value) => statement switch
    {
        "match" when value.ValueKind == JsonValueKind.Object => OfMatch(value),
        "counter" => "counter",
        "limit" => OfLimit(value),
        "ct count" => $"ct count {(IsInverse(value) ? "over " : "")}{Text(value, "val")}",
        "quota" => $"quota {(IsInverse(value) ? "over " : "")}{Text(value, "val")} {Text(value, "val_unit")}".TrimEnd(),
        "log" => Text(value, "prefix") is { Length: > 0 } prefix ? $"log prefix \"{prefix}\"" : "log",
        "jump" or "goto" => $"{statement} {Text(value, "target")}",
        "reject" => value.ValueKind != JsonValueKind.Object ? "reject" : $"reject with {Text(value, "type")} {Text(value, "expr")}".TrimEnd(),
        "vmap" => OfMap(Property(value, "key"), Property(value, "data")),
        "mangle" when Property(value, "key").ValueKind == JsonValueKind.Object => $"{Text(value, "key")} set {Text(value, "value")}",
        "dnat" or "snat" or "redirect" or "masquerade" => OfTranslation(statement, value),
        "set" when Text(value, "op").Length > 0 => $"{Text(value, "op")} {Text(value, "set")} {{ {Text(value, "elem")} }}",
        "xt" => $"xt {Text(value, "type")} {Text(value, "name")}",
        _ => null,
    };

    private static string OfLimit(JsonElement value)
    {
        var unit = Text(value, "rate_unit");
        var burst = Text(value, "burst");
        var burstUnit = Text(value, "burst_unit") is { Length: > 0 } given ? given : "packets";
        return $"limit rate {(IsInverse(value) ? "over " : "")}{Text(value, "rate")}{(unit.Length > 0 ? " " + unit : "")}/{Text(value, "per")}{(burst is "" or "0" ? "" : $" burst {burst} {burstUnit}")}";
    }

    private static string OfMap(JsonElement key, JsonElement data)
    {
        var pairs = Property(data, "set");
        return pairs.ValueKind != JsonValueKind.Array ? $"{NftText.Of(key)} vmap {NftText.Of(data)}"
            : $"{NftText.Of(key)} vmap {{ {string.Join(", ", pairs.EnumerateArray().Select(OfPair))} }}";
    }

    private static string OfPair(JsonElement pair)
        => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && pair[1].ValueKind == JsonValueKind.Object && pair[1].EnumerateObject().ToList() is [var verdict, ..]
            ? $"{NftText.Of(pair[0])} : {Of(verdict.Name, verdict.Value)}" : NftText.Of(pair);

    private static string OfTranslation(string statement, JsonElement value)
    {
        var port = Text(value, "port") is { Length: > 0 } given ? ":" + given : "";
        var to = Text(value, "addr") + port;
        var family = Text(value, "family") is { Length: > 0 } asked ? " " + asked : "";
        return to.Length == 0 ? statement : $"{statement}{family} to {to}";
    }

    private static bool IsInverse(JsonElement value) => Property(value, "inv").ValueKind == JsonValueKind.True;

    private static string Text(JsonElement value, string name) => NftText.Of(Property(value, name));
}
