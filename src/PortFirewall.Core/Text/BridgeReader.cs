using System.Text.Json;

namespace PortFirewall;

/// <summary>Reads of what <c>ip -json -details link show</c> prints by which interfaces packets may come that came by a port of a bridge.</summary>
internal static class BridgeReader
{
    /// <summary>Kinds that pass nothing on from another interface, or forget all about it (<c>net/core/skbuff.c</c>, <c>skb_scrub_packet</c>). Hardware has none.</summary>
    private static readonly string[] Independent = ["", "veth", "tun", "dummy"];

    /// <summary>The interfaces; null where the text is something else.</summary>
    /// <param name="json">What was printed.</param>
    /// <param name="family">The family.</param>
    /// <param name="callsIptables">Whether <c>net.bridge.bridge-nf-call-iptables</c> shows every bridge's packets to iptables: without, only bridges that ask for it are.</param>
    public static IntervalSet<InterfaceName>? Read(string json, AddressFamily family, bool callsIptables)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var links = document.RootElement.EnumerateArray().ToList();
            var withPorts = links.Where(l => InfoOf(l, "info_slave_kind") == "bridge").Select(l => TextOf(l, "master")).ToHashSet(StringComparer.Ordinal);
            var seen = links.Where(l => withPorts.Contains(TextOf(l, "ifname")) && (callsIptables || AsksForIt(l, family))).ToList();
            // What is built on a bridge, such as a VLAN, has its packets as they came; of what, the kind doesn't tell.
            return seen.Count == 0 ? IntervalSet<InterfaceName>.Empty
                : seen.Concat(links.Where(l => InfoOf(l, "info_kind") is not "bridge" and var kind && !Independent.Contains(kind)))
                    .Aggregate(IntervalSet<InterfaceName>.Empty, (all, next) => all.Union(InterfaceSets.Matching(TextOf(next, "ifname"))));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool AsksForIt(JsonElement bridge, AddressFamily family)
        => !bridge.GetProperty("linkinfo").TryGetProperty("info_data", out var data)
            || !data.TryGetProperty(family == AddressFamily.IPv4 ? "nf_call_iptables" : "nf_call_ip6tables", out var asks) || asks.GetInt32() != 0;

    private static string InfoOf(JsonElement link, string name) => link.TryGetProperty("linkinfo", out var info) ? TextOf(info, name) : "";

    private static string TextOf(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
