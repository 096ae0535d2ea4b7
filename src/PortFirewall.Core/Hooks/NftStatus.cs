using System.Text.Json;

namespace PortFirewall;

/// <summary><c>ct status dnat</c>: whether a rule of nat has sent the connection's packets elsewhere, as <c>firewalld</c> asks first of all.</summary>
internal static class NftStatus
{
    public static bool Read(JsonElement left, string operation, JsonElement right, RegionBuilder builder)
    {
        if (!left.TryGetProperty("ct", out var ct) || ct.ValueKind != JsonValueKind.Object || !ct.TryGetProperty("key", out var key) || key.GetString() != "status"
            || operation is not ("in" or "==") || right.ValueKind != JsonValueKind.String || right.GetString() != "dnat")
            return false;
        // Of a connection that is older, what its first packet met is not known.
        builder.Ask(new PacketQuestion("ct status dnat", packets => packets.States == ConnectionStates.New ? (packets.Transit.Translation is { } made ? made.HasEffect : false) : null));
        return true;
    }
}
