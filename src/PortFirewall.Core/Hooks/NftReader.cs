using System.Text.Json;

namespace PortFirewall;

/// <summary>Reads what <c>nft --json</c> prints (<c>libnftables-json(5)</c>). What is new to PortFirewall is left as it is.</summary>
internal static class NftReader
{
    /// <exception cref="JsonException">The text is not JSON, or not of nft's shape.</exception>
    public static NftRuleset Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        // A clone outlives the document, and is kept as long as a rule of it is.
        var root = document.RootElement.Clone();
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("nftables", out var objects) || objects.ValueKind != JsonValueKind.Array)
            throw new JsonException("There is no list 'nftables'.");
        var tables = new Dictionary<(string Family, string Name), NftTable>();
        foreach (var item in objects.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.Object).SelectMany(o => o.EnumerateObject()))
        {
            switch (item.Name)
            {
                case "table":
                    var read = new NftTable(Text(item.Value, "family"), Text(item.Value, "name")) { Flags = FlagsOf(item.Value) };
                    tables[(read.Family, read.Name)] = read;
                    break;
                case "chain":
                    AddChain(TableOf(item.Value), item.Value);
                    break;
                case "rule":
                    AddRule(TableOf(item.Value), item.Value);
                    break;
                case "set" or "map":
                    TableOf(item.Value).Sets[Text(item.Value, "name")] = item.Value;
                    break;
            }
        }
        return new NftRuleset([.. tables.Values]);

        // "list chains" prints no tables.
        NftTable TableOf(JsonElement item)
        {
            var key = (Family: Text(item, "family"), Name: Text(item, "table"));
            if (!tables.TryGetValue(key, out var table))
                tables[key] = table = new NftTable(key.Family, key.Name);
            return table;
        }
    }

    private static void AddChain(NftTable table, JsonElement chain)
    {
        var name = Text(chain, "name");
        table.Chains[name] = new NftChain(table, name)
        {
            Hook = TextOrNone(chain, "hook"),
            Priority = PriorityOf(chain),
            Policy = TextOrNone(chain, "policy"),
            Type = TextOrNone(chain, "type"),
        };
    }

    private static void AddRule(NftTable table, JsonElement item)
    {
        if (!table.Chains.TryGetValue(Text(item, "chain"), out var chain))
            throw new JsonException($"A rule is in chain '{Text(item, "chain")}', which is not there.");
        var rule = new NftRule(chain, chain.Rules.Count + 1, item.TryGetProperty("expr", out var expressions) ? expressions : default);
        chain.Rules.Add(rule);
        foreach (var (name, value) in rule.Statements)
        {
            if (name is "set" or "map" && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("set", out var set) && set.ValueKind == JsonValueKind.String)
                table.ChangingSets.Add(set.GetString()!.TrimStart('@'));
        }
    }

    private static string FlagsOf(JsonElement table)
        => !table.TryGetProperty("flags", out var flags) ? ""
            : flags.ValueKind == JsonValueKind.Array ? string.Join(',', flags.EnumerateArray().Select(f => f.ToString())) : flags.ToString();

    private static string Text(JsonElement item, string name)
        => TextOrNone(item, name) ?? throw new JsonException($"Something has no '{name}'.");

    private static string? TextOrNone(JsonElement item, string name)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new JsonException($"Something has a '{name}' that is no text.");
    }

    private static int PriorityOf(JsonElement chain)
    {
        if (!chain.TryGetProperty("prio", out var priority))
            return 0;
        return priority.ValueKind == JsonValueKind.Number && priority.TryGetInt32(out var number) ? number : throw new JsonException("A chain has a 'prio' that is no priority.");
    }
}
