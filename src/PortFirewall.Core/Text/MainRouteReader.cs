using System.Text.Json;

namespace PortFirewall;

/// <summary>Reads what <c>ip -json route show</c> and <c>ip -json rule show</c> print of how packets are routed by their destination.</summary>
internal static class MainRouteReader
{
    private const int MainPriority = 32766;

    /// <summary>The routes; null where packets may be routed by more than their destination, or the texts are something else.</summary>
    /// <param name="routes">The routes of the table <c>main</c>.</param>
    /// <param name="rules">The rules that choose a table.</param>
    /// <param name="family">The family.</param>
    public static IReadOnlyList<MainRoute>? Read(string routes, string rules, AddressFamily family)
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

    private static List<MainRoute>? Read(JsonElement list, AddressFamily family)
    {
        var routes = new List<MainRoute>();
        foreach (var route in list.EnumerateArray())
        {
            var to = route.GetProperty("dst").GetString() ?? "";
            if ((to == "default" ? AddressSets.All(family) : AddressSets.ReadNetwork(to, family)) is not { } addresses)
                return null;
            if (!IsDead(route))
            {
                routes.Add(new MainRoute(
                    addresses, route.TryGetProperty("metric", out var metric) ? metric.GetInt64() : 0, DevicesOf(route), route.TryGetProperty("tos", out _) || route.TryGetProperty("from", out _)));
            }
        }
        return routes;
    }

    private static bool IsDead(JsonElement route) => route.TryGetProperty("flags", out var flags) && flags.EnumerateArray().Any(f => f.GetString() == "dead");

    private static List<string> DevicesOf(JsonElement route)
    {
        if (route.TryGetProperty("type", out var type) && type.GetString() != "unicast")
            return [];
        return route.TryGetProperty("nexthops", out var hops) ? [.. hops.EnumerateArray().Where(h => !IsDead(h)).Select(Device)] : [Device(route)];

        static string Device(JsonElement hop) => hop.GetProperty("dev").GetString()!;
    }
}
