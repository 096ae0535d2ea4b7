using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PortFirewall.Fuzz;

/// <summary>
/// Changes of nft's JSON: mostly of its values, so that it stays JSON and reaches what is behind the parser; now and then of its
/// bytes.
/// </summary>
internal sealed class NftMutations(int seed)
{
    private const int Longest = 16_384;

    private static readonly string[] Values =
    [
        "null", "true", "0", "1", "-1", "22", "65535", "65536", "2147483647", "4294967295", "4294967296", "1e999", "2.5", "99999999999999999999", "\"\"", "\"@p\"", "\"*\"", "\"eth*\"", "\"tcp\"", "\"input\"", "\"drop\"",
        "\"192.0.2.1\"", "\"2001:db8::1\"", "\"::ffff:192.0.2.1\"", "\"x\"", "[]", "{}", """{"range":[80,22]}""", """{"range":["192.0.2.9","192.0.2.1"]}""", """{"prefix":{"addr":"192.0.2.0","len":33}}""", """{"set":[]}""",
        """{"concat":[]}""", """{"elem":{"val":22}}""", """{"jump":{"target":"c"}}""", """{"goto":{"target":"x"}}""", """{"drop":null}""", """{"accept":null}""", """{"meta":{"key":"mark"}}""", """{"payload":{"protocol":"tcp","field":"dport"}}""",
    ];

    private readonly Mutations _ofBytes = new(seed);
    private readonly Random _random = new(seed);

    public byte[] Mutate(IReadOnlyList<byte[]> corpus)
    {
        if (_random.Next(8) == 0)
            return _ofBytes.Mutate(corpus);
        if (Parse(corpus[_random.Next(corpus.Count)]) is not { } tree)
            return _ofBytes.Mutate(corpus);
        for (var count = 1 << _random.Next(4); count > 0; count--)
            MutateOnce(tree, corpus);
        var json = Encoding.UTF8.GetBytes(tree.ToJsonString());
        return json.Length > Longest ? json[..Longest] : json;
    }

    private void MutateOnce(JsonNode tree, IReadOnlyList<byte[]> corpus)
    {
        var containers = Containers(tree).ToList();
        switch (containers[_random.Next(containers.Count)])
        {
            case JsonArray list when _random.Next(3) == 0 || list.Count == 0:
                list.Insert(_random.Next(list.Count + 1), Another(corpus));
                break;
            case JsonArray list when _random.Next(2) == 0:
                list.RemoveAt(_random.Next(list.Count));
                break;
            case JsonArray list:
                list[_random.Next(list.Count)] = Another(corpus);
                break;
            case JsonObject { Count: > 0 } item:
                var name = item.ElementAt(_random.Next(item.Count)).Key;
                var value = item[name];
                if (_random.Next(3) > 0)
                {
                    item[name] = Another(corpus);
                    break;
                }
                item.Remove(name);
                if (_random.Next(2) == 0)
                    item[NameOf(corpus) ?? name] = value;
                break;
        }
    }

    /// <summary>A value from the list, or one of another input.</summary>
    private JsonNode? Another(IReadOnlyList<byte[]> corpus)
    {
        if (_random.Next(2) == 0 || Parse(corpus[_random.Next(corpus.Count)]) is not { } other)
            return JsonNode.Parse(Values[_random.Next(Values.Length)]);
        var containers = Containers(other).ToList();
        return containers[_random.Next(containers.Count)].DeepClone();
    }

    private string? NameOf(IReadOnlyList<byte[]> corpus)
    {
        if (Parse(corpus[_random.Next(corpus.Count)]) is not { } other)
            return null;
        var items = Containers(other).OfType<JsonObject>().Where(o => o.Count > 0).ToList();
        return items.Count == 0 ? null : items[_random.Next(items.Count)].First().Key;
    }

    private static JsonNode? Parse(byte[] input)
    {
        try
        {
            // Names that are there twice are found only when the object is looked into.
            var tree = JsonNode.Parse(input);
            return tree is JsonArray or JsonObject && Containers(tree).Any() ? tree : null;
        }
        catch (Exception odd) when (odd is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonNode> Containers(JsonNode? node)
    {
        var children = node switch
        {
            JsonArray list => [.. list],
            JsonObject item => item.Select(p => p.Value).ToList(),
            _ => null,
        };
        return children is null ? [] : children.SelectMany(Containers).Prepend(node!).ToList();
    }
}
