namespace PortFirewall;

/// <summary>
/// <c>-m physdev</c>: the ports of a bridge that a packet came and goes by. A packet that came by none is taken where all that is asked
/// is negated (<c>net/netfilter/xt_physdev.c</c>, <c>physdev_mt</c>). By which port another came, no question says.
/// </summary>
internal static class BridgePortMatch
{
    /// <summary>What is so only of packets that a bridge passes on; one for this host has no port to go out by.</summary>
    private static readonly string[] OfPassing = ["--physdev-is-bridged", "--physdev-is-out"];

    public static bool Read(IptablesMatch match, RegionBuilder region)
    {
        if (match.Options.Count == 0 || !match.Options.All(o => o.Name is "--physdev-in" or "--physdev-out" or "--physdev-is-in" || OfPassing.Contains(o.Name)))
            return false;
        var takesOthers = match.Options.All(o => o.Negated);
        var bridged = region.Facts.BridgedInterfaces ?? InterfaceSets.All;
        var byPort = new PacketRegion { InInterfaces = bridged };
        if (takesOthers)
            region.RestrictToAny([byPort, new PacketRegion { InInterfaces = InterfaceSets.All.Except(bridged) }]);
        else
            region.Restrict(byPort);
        region.Ask(new PacketQuestion(match.ToString(), packets => packets.InInterfaces.Intersect(bridged).IsEmpty ? takesOthers : ByPort(match, packets)));
        return true;
    }

    private static bool? ByPort(IptablesMatch match, PacketClass packets)
    {
        if (packets.Transit.Route == PacketRoute.Forwarded)
            return null;
        var ofPassing = match.Options.Where(o => OfPassing.Contains(o.Name)).ToList();
        return ofPassing.Any(o => !o.Negated) ? false : ofPassing.Count == match.Options.Count ? true : null;
    }
}
