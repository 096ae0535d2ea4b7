namespace PortFirewall;

/// <summary>
/// <c>-m addrtype</c>: what routing takes an address for (<c>net/netfilter/xt_addrtype.c</c>), which for IPv4 the table
/// <c>local</c> says alone. Without the host's addresses it is known still that packets of a connection to this host go to
/// one of its own: TCP, SCTP and DCCP take none from broadcast or multicast.
/// </summary>
internal static class AddressTypeMatch
{
    private static readonly IntervalSet<UInt128> MulticastIPv4 = AddressSets.ReadNetwork("224.0.0.0/4", AddressFamily.IPv4)!;
    private static readonly IntervalSet<UInt128> MulticastIPv6 = AddressSets.ReadNetwork("ff00::/8", AddressFamily.IPv6)!;

    private static readonly IntervalSet<UInt128> BroadcastIPv4
        = AddressSets.ReadNetwork("255.255.255.255", AddressFamily.IPv4)!.Union(AddressSets.ReadNetwork("0.0.0.0", AddressFamily.IPv4)!);

    public static bool Read(IptablesMatch match, RegionBuilder region)
    {
        var onInterface = match.Options.Any(o => o.Name == "--limit-iface-in");
        foreach (var option in match.Options.Where(o => o.Name != "--limit-iface-in"))
        {
            var types = (option.Value ?? "").ToUpperInvariant().Split(',');
            if (option.Name is not ("--src-type" or "--dst-type"))
                return false;
            if (onInterface || !Restrict(region, types, ofSource: option.Name == "--src-type", option.Negated, $"addrtype {option}"))
                return false;
        }
        return true;
    }

    /// <summary>Leaves the packets whose source or destination is of one of the types; false where that can't be told.</summary>
    public static bool Restrict(RegionBuilder region, string[] types, bool ofSource, bool negated, string text)
    {
        if (SetOf(types, region) is { } set)
        {
            if (negated)
                set = AddressSets.All(region.Family).Except(set);
            region.Restrict(ofSource ? new PacketRegion { Sources = set } : new PacketRegion { Destinations = set });
            return true;
        }
        if (ofSource || (region.Family == AddressFamily.IPv6 && types is not ["LOCAL"]))
            return false;
        region.Ask(new PacketQuestion(text, packets => IsOwnByQuestion(packets) ? types.Contains("LOCAL") != negated : null));
        return true;
    }

    private static IntervalSet<UInt128>? SetOf(string[] types, RegionBuilder region)
    {
        // Of several types, IPv6 wants some to be so together (match_type6).
        if (region.Family == AddressFamily.IPv6)
        {
            return types switch
            {
                ["MULTICAST"] => MulticastIPv6,
                ["UNICAST"] => AddressSets.All(AddressFamily.IPv6).Except(MulticastIPv6).Except(AddressSets.ReadNetwork("::", AddressFamily.IPv6)!),
                ["LOCAL"] => region.Facts.AddressesOf(LocalDestinationKind.Local),
                _ => null,
            };
        }
        var result = IntervalSet<UInt128>.Empty;
        foreach (var type in types)
        {
            if (SetOf(type, region.Facts) is not { } set)
                return null;
            result = result.Union(set);
        }
        return result;
    }

    private static IntervalSet<UInt128>? SetOf(string type, HostFacts facts)
    {
        if (type == "MULTICAST")
            return MulticastIPv4;
        if (facts.Destinations is null)
            return null;
        IntervalSet<UInt128> Listed(LocalDestinationKind kind) => facts.AddressesOf(kind)!.Except(MulticastIPv4).Except(BroadcastIPv4);
        return type switch
        {
            "LOCAL" => Listed(LocalDestinationKind.Local),
            "BROADCAST" => BroadcastIPv4.Union(Listed(LocalDestinationKind.Broadcast)),
            "ANYCAST" => Listed(LocalDestinationKind.Anycast),
            "UNICAST" when facts.AddressesOf(LocalDestinationKind.Other)!.IsEmpty => AddressSets.All(AddressFamily.IPv4).Except(MulticastIPv4).Except(BroadcastIPv4)
                .Except(facts.Destinations.Aggregate(IntervalSet<UInt128>.Empty, (all, next) => all.Union(next.Addresses))),
            "UNREACHABLE" or "BLACKHOLE" or "PROHIBIT" or "THROW" when facts.AddressesOf(LocalDestinationKind.Other)!.IsEmpty => IntervalSet<UInt128>.Empty,
            _ => null,
        };
    }

    private static bool IsOwnByQuestion(PacketClass packets)
        => ProtocolNumbers.IsOfConnections(packets.Protocol) && packets.Transit.Route != PacketRoute.Forwarded
            && (packets.Transit.Translation is not { Destinations: not null, IsToThisHost: false } || packets.Transit.Route == PacketRoute.Delivered);
}
