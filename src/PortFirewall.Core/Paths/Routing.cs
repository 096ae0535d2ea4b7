namespace PortFirewall;

/// <summary>
/// Routing, which stands between the <c>PREROUTING</c> chains and the others: packets for this host go on to <c>INPUT</c>, all
/// others to <c>FORWARD</c>. Whether there is a way for those is not asked here.
/// </summary>
internal sealed class Routing(AddressFamily family, HostFacts facts)
{
    /// <summary>Destinations that are this host's without being its own address.</summary>
    private static readonly IntervalSet<UInt128> MulticastIPv4 = AddressSets.ReadNetwork("224.0.0.0/4", AddressFamily.IPv4)!.Union(AddressSets.ReadNetwork("255.255.255.255", AddressFamily.IPv4)!);
    private static readonly IntervalSet<UInt128> MulticastIPv6 = AddressSets.ReadNetwork("ff00::/8", AddressFamily.IPv6)!;

    private static readonly IntervalSet<UInt128> LoopbackIPv4 = AddressSets.ReadNetwork("127.0.0.0/8", AddressFamily.IPv4)!;
    private static readonly IntervalSet<UInt128> LoopbackIPv6 = AddressSets.ReadNetwork("::1", AddressFamily.IPv6)!;

    private readonly IntervalSet<UInt128>? _own = OwnDestinations(family, facts);

    /// <summary>Every destination for which packets are delivered here; null where the host's addresses are not known.</summary>
    public static IntervalSet<UInt128>? OwnDestinations(AddressFamily family, HostFacts facts)
        => facts.AddressesOf(LocalDestinationKind.Local) is not { IsEmpty: false } own ? null
            : own.Union(facts.AddressesOf(LocalDestinationKind.Broadcast)!).Union(facts.AddressesOf(LocalDestinationKind.Anycast)!)
                .Union(family == AddressFamily.IPv4 ? MulticastIPv4 : MulticastIPv6);

    /// <summary>The addresses that a host has to itself.</summary>
    public static IntervalSet<UInt128> Loopback(AddressFamily family) => family == AddressFamily.IPv4 ? LoopbackIPv4 : LoopbackIPv6;

    /// <summary>Sends packets on their way. What routing itself stops goes to <paramref name="outcomes"/>.</summary>
    /// <param name="parts">The packets, after the <c>PREROUTING</c> chains.</param>
    /// <param name="askedForThisHost">Whether the question was about packets to this host, whatever its addresses.</param>
    /// <param name="outcomes">What is decided.</param>
    public List<PathPart> Send(List<PathPart> parts, bool askedForThisHost, List<PathOutcome> outcomes)
    {
        var sent = new List<PathPart>();
        foreach (var part in parts)
        {
            if (part.Packets.Transit.Translation is { Destinations: { } to } translation)
                SendTranslated(part, translation, to, sent, outcomes);
            else if (askedForThisHost || _own is null)
                sent.Add(By(part, PacketRoute.Delivered));
            else
                SendAsked(part, sent);
        }
        return sent;
    }

    private void SendAsked(PathPart part, List<PathPart> sent)
    {
        if (part.Packets.Destinations.Intersect(_own!) is { IsEmpty: false } here)
            sent.Add(By(part with { Packets = part.Packets with { Destinations = here } }, PacketRoute.Delivered));
        if (part.Packets.Destinations.Except(_own!) is { IsEmpty: false } elsewhere)
            sent.Add(By(part with { Packets = part.Packets with { Destinations = elsewhere } }, PacketRoute.Forwarded));
    }

    private void SendTranslated(PathPart part, DestinationTranslation translation, IntervalSet<UInt128> to, List<PathPart> sent, List<PathOutcome> outcomes)
    {
        var loopback = Loopback(family);
        if (!translation.IsToThisHost && to.Overlaps(loopback) && !part.Packets.InInterfaces.IsSubsetOf(InterfaceSets.Loopback))
        {
            // Routing takes such packets for forged, unless route_localnet is on (Documentation/networking/ip-sysctl.rst).
            part = Under(part, "route_localnet");
            outcomes.Add(new PathOutcome(part, PortVerdict.Drop, translation.Place, null));
            sent.Add(By(part, PacketRoute.Delivered));
        }
        else if (translation.IsToThisHost || (_own is not null && to.IsSubsetOf(_own)))
        {
            sent.Add(By(part, PacketRoute.Delivered));
        }
        else if (_own is not null && !to.Overlaps(_own))
        {
            sent.Add(By(part, PacketRoute.Forwarded));
        }
        else
        {
            part = Under(part, $"whether {AddressSets.Describe(to, family)} is this host");
            sent.Add(By(part, PacketRoute.Delivered));
            sent.Add(By(part, PacketRoute.Forwarded));
        }
    }

    private static PathPart By(PathPart part, PacketRoute route) => part with { Packets = part.Packets with { Transit = part.Packets.Transit with { Route = route } } };

    private static PathPart Under(PathPart part, string condition) => part with { Conditions = [.. part.Conditions, condition] };
}
