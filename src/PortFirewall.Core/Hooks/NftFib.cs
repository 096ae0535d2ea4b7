using System.Text.Json;

namespace PortFirewall;

/// <summary>
/// <c>fib saddr . mark . iif oif missing</c>, a reverse path filter, as <c>firewalld</c> has one for IPv6; and <c>fib daddr type local</c>,
/// which asks the same as <c>-m addrtype</c> (<c>net/ipv4/netfilter/nft_fib_ipv4.c</c>).
/// </summary>
internal static class NftFib
{
    public static bool Read(JsonElement left, string operation, JsonElement right, NftTable table, RegionBuilder builder)
    {
        if (!left.TryGetProperty("fib", out var fib) || fib.ValueKind != JsonValueKind.Object || operation is not ("==" or "!=")
            || !fib.TryGetProperty("result", out var result)
            || !fib.TryGetProperty("flags", out var flags) || flags.ValueKind != JsonValueKind.Array)
            return false;
        var asked = flags.EnumerateArray().Select(f => f.GetString()).ToHashSet(StringComparer.Ordinal);
        return result.GetString() switch
        {
            "oif" => ReadRoute(asked, operation, right, builder),
            "type" => ReadType(asked, operation, NftElements.Of(right, table), builder),
            _ => false,
        };
    }

    private static bool ReadRoute(HashSet<string?> asked, string operation, JsonElement right, RegionBuilder builder)
    {
        if (right.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return false;
        // A mark chooses another route only where a rule of routing asks for it, and the routes are known only where none does.
        asked.Remove("mark");
        return asked.SetEquals(["saddr", "iif"]) && ReversePath.Restrict(builder, exists: right.GetBoolean() == (operation == "=="));
    }

    private static bool ReadType(HashSet<string?> asked, string operation, IReadOnlyList<JsonElement>? values, RegionBuilder builder)
    {
        if (values?.All(v => v.ValueKind == JsonValueKind.String) != true || asked is not { Count: 1 } || asked.Single() is not ("saddr" or "daddr"))
            return false;
        var side = asked.Single();
        string[] types = [.. values.Select(v => v.GetString()!.ToUpperInvariant())];
        // In IPv6 an own address is unicast as well to iptables, and is not to nft.
        return (builder.Family == AddressFamily.IPv4 || types is ["LOCAL"])
            && AddressTypeMatch.Restrict(builder, types, ofSource: side == "saddr", operation == "!=", $"fib {side} type {string.Join(',', types).ToLowerInvariant()}");
    }
}
