namespace PortFirewall;

/// <summary>
/// Whether an answer to a packet's source would go out by the interface that the packet came in on, as <c>-m rpfilter</c> and nft's
/// <c>fib saddr . iif</c> ask. A source that is this host's own is none of another host's packets; interfaces without any
/// route have no packets to ask about.
/// </summary>
internal static class ReversePath
{
    /// <summary>Narrows to packets with such a way, or to those without; false where the routes are not known.</summary>
    public static bool Restrict(RegionBuilder builder, bool exists)
    {
        if (builder.Facts.ReverseRoutes is not { } routes)
            return false;
        var all = AddressSets.All(builder.Family);
        var regions = routes.Select(route => new PacketRegion
        {
            InInterfaces = InterfaceSets.Matching(route.Key),
            Sources = exists ? route.Value : all.Except(route.Value),
        }).ToList();
        if (exists)
            regions.Add(new PacketRegion { InInterfaces = routes.Keys.Aggregate(InterfaceSets.All, (others, name) => others.Except(InterfaceSets.Matching(name))) });
        builder.RestrictToAny(regions);
        return true;
    }

    /// <summary>Reads <c>-m rpfilter</c>, in its strict form (<c>iptables-extensions(8)</c>).</summary>
    public static bool Read(IptablesMatch match, RegionBuilder builder)
    {
        // A mark chooses another route only where a rule of routing asks for it, and the routes are known only where none does.
        var asked = match.Options.Where(o => o.Name is not "--validmark").ToList();
        return asked switch
        {
            [] => Restrict(builder, exists: true),
            [{ Name: "--invert", Negated: false }] => Restrict(builder, exists: false),
            _ => false,
        };
    }
}
