using System.Text.Json;

namespace PortFirewall;

/// <summary>
/// Rules that somebody put by nft into a table of <c>iptables-nft</c>. <c>iptables-nft-save</c> prints of them what it has words
/// for and leaves out the rest: <c>tcp dport { 22, 80 } drop</c> becomes <c>-p tcp -j DROP</c>. A table whose chains or rules it
/// can't print at all it leaves out altogether (<c>iptables/nft.c</c>, <c>nft_is_table_compatible</c>).
/// </summary>
internal static class NativeRules
{
    private static readonly string[] EcnFlags = ["\"ecn\"", "\"cwr\""];

    /// <summary>Whether the text shows the table rule by rule; rules of it that mean more than their text are marked.</summary>
    public static bool Mark(NftTable table, IptablesTable text)
    {
        if (!table.Chains.Values.All(chain => IsShown(chain, text.Find(chain.Name))))
            return false;
        foreach (var chain in table.Chains.Values)
        {
            foreach (var (native, rule) in chain.Rules.Zip(text.Find(chain.Name)!.Rules))
                rule.Native = IsAsPrinted(native) ? null : native;
        }
        return true;
    }

    private static bool IsShown(NftChain chain, IptablesChain? shown)
        => shown is not null && shown.Rules.Count == chain.Rules.Count && shown.IsBuiltIn == chain.Hook is not null
            && (chain.Hook is null || (shown.Policy == ChainPolicy.Drop) == (chain.Policy == "drop"));

    /// <summary>Whether iptables makes such rules itself, so that its text says all.</summary>
    private static bool IsAsPrinted(NftRule rule)
    {
        try
        {
            return rule.IsOfXtables || rule.Statements.All(s => s.Name switch
            {
                "counter" or "accept" or "drop" or "return" or "jump" or "goto" => true,
                "match" => IsPlain(s.Value),
                "limit" => IsLimitOfIptables(s.Value),
                _ => false,
            });
        }
        catch (Exception odd) when (odd is InvalidOperationException or IndexOutOfRangeException)
        {
            // A shape that no nft known today prints.
            return false;
        }
    }

    /// <summary>Of packets, and up to the rate: iptables prints a limit of bytes, and one from the rate on, as the same.</summary>
    private static bool IsLimitOfIptables(JsonElement limit)
        => limit.ValueKind == JsonValueKind.Object && !limit.TryGetProperty("inv", out _) && !limit.TryGetProperty("rate_unit", out _);

    private static bool IsPlain(JsonElement match)
        => match.ValueKind == JsonValueKind.Object && match.TryGetProperty("op", out var operation) && operation.GetString() is "==" or "!="
            && match.TryGetProperty("right", out var right) && IsPlainValue(right)
            && match.TryGetProperty("left", out var left) && left.ValueKind == JsonValueKind.Object && IsPlainField(left);

    private static bool IsPlainValue(JsonElement right)
        => right.ValueKind == JsonValueKind.Number || (right.ValueKind == JsonValueKind.String && right.GetString() is not ['@', ..])
            || (right.ValueKind == JsonValueKind.Object && (right.TryGetProperty("prefix", out _) || right.TryGetProperty("range", out _)))
            || (right.ValueKind == JsonValueKind.Array && right.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String));

    private static bool IsPlainField(JsonElement left)
    {
        if (left.TryGetProperty("&", out var masked))
            return masked.ValueKind == JsonValueKind.Array && masked[0].ValueKind == JsonValueKind.Object && (IsPlainField(masked[0]) || IsFlagsOfIptables(masked));
        if (left.TryGetProperty("meta", out var meta))
            return meta.TryGetProperty("key", out var key) && key.GetString() is "iifname" or "oifname" or "l4proto" or "mark";
        return left.TryGetProperty("payload", out var payload) && payload.TryGetProperty("protocol", out var protocol) && payload.TryGetProperty("field", out var field)
            && (protocol.GetString(), field.GetString()) is ("ip", "saddr" or "daddr" or "protocol" or "frag-off") or ("ip6", "saddr" or "daddr")
                or ("tcp" or "udp", "sport" or "dport");
    }

    /// <summary>What iptables asks of flags leaves out those of ECN; nft may compare all eight.</summary>
    private static bool IsFlagsOfIptables(JsonElement masked)
        => masked[0].TryGetProperty("payload", out var payload) && payload.TryGetProperty("field", out var field) && field.GetString() == "flags"
            && masked[1].ValueKind is JsonValueKind.Array or JsonValueKind.String && !EcnFlags.Any(masked[1].GetRawText().Contains);
}
