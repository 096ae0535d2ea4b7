namespace PortFirewall;

/// <summary>
/// By which interface packets for other hosts leave, as far as their destination alone tells: what the best route gives to one
/// interface. Where several interfaces share a route, the kernel chooses by the packet or by the neighbours that it hears of.
/// </summary>
internal static class OnwardRoutes
{
    /// <summary>The destinations for which packets leave by each interface; null where routes ask for more than the destination.</summary>
    public static IReadOnlyDictionary<string, IntervalSet<UInt128>>? Of(IReadOnlyList<MainRoute> routes, AddressFamily family)
    {
        if (routes.Any(r => r.HasFurtherKey))
            return null;
        var byDevice = new Dictionary<string, IntervalSet<UInt128>>(StringComparer.Ordinal);
        var taken = IntervalSet<UInt128>.Empty;
        foreach (var network in routes.GroupBy(r => (r.Size, r.Addresses.Intervals[0].Low)).OrderBy(g => g.Key.Size))
        {
            var addresses = network.First().Addresses;
            // Among routes of IPv6 to one network, a neighbour that is silent counts for more than the metric (net/ipv6/route.c, find_rr_leaf).
            var best = network.Where(r => family == AddressFamily.IPv6 || r.Metric == network.Min(o => o.Metric)).ToList();
            if (best.TrueForAll(r => r.Devices.Count > 0) && best.SelectMany(r => r.Devices).Distinct(StringComparer.Ordinal).ToList() is [var device])
                byDevice[device] = byDevice.GetValueOrDefault(device, IntervalSet<UInt128>.Empty).Union(addresses.Except(taken));
            taken = taken.Union(addresses);
        }
        return byDevice;
    }

    /// <summary>Whether packets leave by one of some interfaces; null where that is not known, or not the same for all of them.</summary>
    public static bool? LeavesBy(PacketClass packets, IntervalSet<InterfaceName> wanted, HostFacts facts)
    {
        if (facts.OnwardRoutes is not { } routes)
            return null;
        var to = packets.Transit.Translation?.Destinations ?? packets.Destinations;
        IntervalSet<UInt128> By(bool isWanted) => routes.Where(r => wanted.Contains(new InterfaceName(r.Key)) == isWanted)
            .Aggregate(IntervalSet<UInt128>.Empty, (all, route) => all.Union(route.Value));
        return to.IsEmpty ? null : to.IsSubsetOf(By(true)) ? true : to.IsSubsetOf(By(false)) ? false : null;
    }
}
