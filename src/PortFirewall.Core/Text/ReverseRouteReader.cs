using System.Text.Json;

namespace PortFirewall;

/// <summary>
/// Reads what <c>ip -json route show</c> and <c>ip -json rule show</c> print, for the question of reverse path filters: whether an
/// answer to a source would go out by the interface that its packet came in on.
/// </summary>
internal static class ReverseRouteReader
{
    private const int MainPriority = 32766;

    /// <summary>The destinations with a route by each interface; null where packets may be routed by more than their destination, or the texts are something else.</summary>
    /// <param name="routes">The routes of the table <c>main</c>.</param>
    /// <param name="rules">The rules that choose a table.</param>
    /// <param name="family">The family.</param>
    public static IReadOnlyDictionary<string, IntervalSet<UInt128>>? Read(string routes, string rules, AddressFamily family)
    {
        try
        {
            using var rulesDocument = JsonDocument.Parse(rules);
            using var routesDocument = JsonDocument.Parse(routes);
            return rulesDocument.RootElement.EnumerateArray().All(IsUsual) ? Read(routesDocument.RootElement, family) : null;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The rules that every kernel begins with.</summary>
    private static bool IsUsual(JsonElement rule) => (rule.GetProperty("priority").GetInt32(), rule.GetProperty("src").GetString(), rule.GetProperty("table").GetString())
        is (0, "all", "local") or (MainPriority, "all", "main") or (MainPriority + 1, "all", "default");

    private static Dictionary<string, IntervalSet<UInt128>>? Read(JsonElement list, AddressFamily family)
    {
        var routes = new List<Route>();
        foreach (var route in list.EnumerateArray())
        {
            var to = route.GetProperty("dst").GetString() ?? "";
            if ((to == "default" ? AddressSets.All(family) : AddressSets.ReadNetwork(to, family)) is not { } addresses)
                return null;
            if (!IsDead(route))
                routes.Add(new Route(addresses, route.TryGetProperty("metric", out var metric) ? metric.GetInt64() : 0, DevicesOf(route)));
        }
        return family == AddressFamily.IPv4 ? Best(routes) : Any(routes);
    }

    private static bool IsDead(JsonElement route) => route.TryGetProperty("flags", out var flags) && flags.EnumerateArray().Any(f => f.GetString() == "dead");

    /// <summary>Those by which it leads; none where it leads nowhere, as <c>unreachable</c> does.</summary>
    private static List<string> DevicesOf(JsonElement route)
    {
        if (route.TryGetProperty("type", out var type) && type.GetString() != "unicast")
            return [];
        return route.TryGetProperty("nexthops", out var hops) ? [.. hops.EnumerateArray().Where(h => !IsDead(h)).Select(Device)] : [Device(route)];

        static string Device(JsonElement hop) => hop.GetProperty("dev").GetString()!;
    }

    /// <summary>IPv4 looks whether the best route of all leads by the interface (<c>net/ipv4/netfilter/ipt_rpfilter.c</c>, <c>nft_fib_ipv4.c</c>).</summary>
    private static Dictionary<string, IntervalSet<UInt128>> Best(List<Route> routes)
    {
        var byDevice = Empty(routes);
        var taken = IntervalSet<UInt128>.Empty;
        // The longest prefix has the fewest addresses; all of one length are apart or the same.
        foreach (var route in routes.OrderBy(r => r.Addresses.Intervals[0].High is { } end ? end - r.Addresses.Intervals[0].Low : UInt128.MaxValue).ThenBy(r => r.Metric))
        {
            var rest = route.Addresses.Except(taken);
            foreach (var device in route.Devices)
                byDevice[device] = byDevice[device].Union(rest);
            taken = taken.Union(route.Addresses);
        }
        return byDevice;
    }

    /// <summary>IPv6 looks for a route by the interface, whether there is a better one by another or not (<c>net/ipv6/route.c</c>, <c>RT6_LOOKUP_F_IFACE</c>).</summary>
    private static Dictionary<string, IntervalSet<UInt128>> Any(List<Route> routes)
    {
        var byDevice = Empty(routes);
        foreach (var route in routes)
        {
            foreach (var device in route.Devices)
                byDevice[device] = byDevice[device].Union(route.Addresses);
        }
        return byDevice;
    }

    private static Dictionary<string, IntervalSet<UInt128>> Empty(List<Route> routes)
        => routes.SelectMany(r => r.Devices).Distinct(StringComparer.Ordinal).ToDictionary(d => d, _ => IntervalSet<UInt128>.Empty, StringComparer.Ordinal);

    private sealed record Route(IntervalSet<UInt128> Addresses, long Metric, List<string> Devices);
}
