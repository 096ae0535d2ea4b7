namespace PortFirewall;

/// <summary>
/// Reads from a host's routes what reverse path filters ask: whether an answer to a source would go out by the interface that its
/// packet came in on.
/// </summary>
internal static class ReverseRouteReader
{
    /// <summary>The destinations with a route by each interface; null where packets may be routed by more than their destination, or the texts are something else.</summary>
    public static IReadOnlyDictionary<string, IntervalSet<UInt128>>? Read(string routes, string rules, AddressFamily family)
        => MainRouteReader.Read(routes, rules, family) is { } read ? Of(read, family) : null;

    /// <summary>The same of routes that were read.</summary>
    public static IReadOnlyDictionary<string, IntervalSet<UInt128>> Of(IReadOnlyList<MainRoute> routes, AddressFamily family)
        => family == AddressFamily.IPv4 ? Best(routes) : Any(routes);

    /// <summary>IPv4 looks whether the best route of all leads by the interface (<c>net/ipv4/netfilter/ipt_rpfilter.c</c>, <c>nft_fib_ipv4.c</c>).</summary>
    private static Dictionary<string, IntervalSet<UInt128>> Best(IReadOnlyList<MainRoute> routes)
    {
        var byDevice = Empty(routes);
        var taken = IntervalSet<UInt128>.Empty;
        // The longest prefix has the fewest addresses; all of one length are apart or the same.
        foreach (var route in routes.OrderBy(r => r.Size).ThenBy(r => r.Metric))
        {
            var rest = route.Addresses.Except(taken);
            foreach (var device in route.Devices)
                byDevice[device] = byDevice[device].Union(rest);
            taken = taken.Union(route.Addresses);
        }
        return byDevice;
    }

    /// <summary>IPv6 looks for a route by the interface, whether there is a better one by another or not (<c>net/ipv6/route.c</c>, <c>RT6_LOOKUP_F_IFACE</c>).</summary>
    private static Dictionary<string, IntervalSet<UInt128>> Any(IReadOnlyList<MainRoute> routes)
    {
        var byDevice = Empty(routes);
        foreach (var route in routes)
        {
            foreach (var device in route.Devices)
                byDevice[device] = byDevice[device].Union(route.Addresses);
        }
        return byDevice;
    }

    private static Dictionary<string, IntervalSet<UInt128>> Empty(IReadOnlyList<MainRoute> routes)
        => routes.SelectMany(r => r.Devices).Distinct(StringComparer.Ordinal).ToDictionary(d => d, _ => IntervalSet<UInt128>.Empty, StringComparer.Ordinal);
}
