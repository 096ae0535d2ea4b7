using System.Text.Json;

namespace PortFirewall;

/// <summary>The right side of a comparison: one value, values in braces, or a set by its name.</summary>
internal static class NftElements
{
    /// <summary>Statements of a set that an element's match may hang on: its elements then match only at times.</summary>
    private static readonly string[] Deciding = ["limit", "quota", "ct count"];

    /// <summary>The elements; null where a set is not known, or what is in it hangs on the packets before.</summary>
    public static IReadOnlyList<JsonElement>? Of(JsonElement right, NftTable table)
    {
        if (right.ValueKind == JsonValueKind.String && right.GetString() is ['@', ..] name)
            return OfNamed(name[1..], table);
        if (right.ValueKind == JsonValueKind.Object && right.TryGetProperty("set", out var set))
            return set.ValueKind == JsonValueKind.Array ? Plain(set.EnumerateArray()) : Plain([set]);
        return right.ValueKind == JsonValueKind.Array ? null : Plain([right]);
    }

    /// <summary>What an element matches, without its comment, counter or time.</summary>
    public static JsonElement? Value(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("elem", out var inner))
            return element;
        return inner.ValueKind == JsonValueKind.Object && inner.TryGetProperty("val", out var value) && !IsDeciding(inner) ? value : null;
    }

    private static List<JsonElement>? OfNamed(string name, NftTable table)
    {
        if (table.ChangingSets.Contains(name) || !table.Sets.TryGetValue(name, out var set))
            return null;
        if (set.TryGetProperty("stmt", out var statements) && statements.ValueKind == JsonValueKind.Array && statements.EnumerateArray().Any(IsDeciding))
            return null;
        return set.TryGetProperty("elem", out var elements) && elements.ValueKind == JsonValueKind.Array ? Plain(elements.EnumerateArray()) : [];
    }

    private static List<JsonElement>? Plain(IEnumerable<JsonElement> elements)
    {
        var values = new List<JsonElement>();
        foreach (var element in elements)
        {
            // An element of a map is a pair: of its key and what it leads to.
            if (element.ValueKind == JsonValueKind.Array)
                values.Add(element);
            else if (Value(element) is { } value)
                values.Add(value);
            else
                return null;
        }
        return values;
    }

    private static bool IsDeciding(JsonElement statement)
        => statement.ValueKind == JsonValueKind.Object && Deciding.Any(name => statement.TryGetProperty(name, out _));
}
