using System.Text.Json;

namespace PortFirewall;

/// <summary><c>fib saddr . mark . iif oif missing</c>: a reverse path filter, as <c>firewalld</c> has one for IPv6.</summary>
internal static class NftFib
{
    public static bool Read(JsonElement left, string operation, JsonElement right, RegionBuilder builder)
    {
        if (!left.TryGetProperty("fib", out var fib) || fib.ValueKind != JsonValueKind.Object || operation is not ("==" or "!=")
            || right.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            || !fib.TryGetProperty("result", out var result) || result.GetString() != "oif"
            || !fib.TryGetProperty("flags", out var flags) || flags.ValueKind != JsonValueKind.Array)
            return false;
        var asked = flags.EnumerateArray().Select(f => f.GetString()).ToHashSet(StringComparer.Ordinal);
        // A mark chooses another route only where a rule of routing asks for it, and the routes are known only where none does.
        asked.Remove("mark");
        return asked.SetEquals(["saddr", "iif"]) && ReversePath.Restrict(builder, exists: right.GetBoolean() == (operation == "=="));
    }
}
