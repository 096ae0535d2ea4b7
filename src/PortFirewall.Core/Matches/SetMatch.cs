namespace PortFirewall;

/// <summary>
/// <c>-m set</c> with what the set held when it was read; an entry that will expire is in it until it does. A set of another
/// family, or with more dimensions than the rule gives directions, has nothing for the packet (<c>net/netfilter/ipset/ip_set_core.c</c>,
/// <c>ip_set_test</c>).
/// </summary>
internal static class SetMatch
{
    public static bool Read(IptablesMatch match, RegionBuilder region)
    {
        // Whether the set counts what it matches changes nothing about the match.
        if (match.Options.Where(o => o.Name is not ("--update-counters" or "--update-subcounters")).ToList() is not [{ Name: "--match-set", Value: { } value } option]
            || value.Split(' ') is not [var name, var directions] || region.Facts.Sets?.GetValueOrDefault(name) is not { } set)
        {
            return false;
        }
        var sides = directions.Split(',');
        var takes = set.Dimensions <= sides.Length && (set.Family is null || set.Family == region.Family) && sides.All(s => s is "src" or "dst");
        IReadOnlyList<IpsetEntry> entries = takes ? set.Entries : [];
        // Each dimension of the set takes one direction; what a rule says beyond that asks nothing (ip_set_bitmap_port.c, bitmap_port_kadt).
        sides = sides[..Math.Min(set.Dimensions, sides.Length)];
        region.RestrictToAny(option.Negated ? Outside(entries, sides, region.Family) : entries.Select(e => Region(e.Addresses, e.Protocol, e.Ports, sides)).ToList());
        region.Ask(new PacketQuestion($"set {option}", packets => Array.Exists(
            packets.Transit.ChangedSets.Split(' ', StringSplitOptions.RemoveEmptyEntries), changed => MayShare(changed, name, region.Facts.Sets)) ? null : true));
        return true;
    }

    /// <summary>Whether what goes into one set may be found in another: a list has what its sets have, and what is put into it goes into one of them (<c>ip_set_list_set.c</c>).</summary>
    private static bool MayShare(string changed, string asked, IReadOnlyDictionary<string, Ipset> sets)
        => !sets.TryGetValue(changed, out var set) || set.Members.Append(changed).Intersect(sets[asked].Members.Append(asked), StringComparer.Ordinal).Any();

    /// <summary>Everything that is in none of the entries; entries of one protocol and port are one, so all of them are disjoint.</summary>
    private static List<PacketRegion> Outside(IReadOnlyList<IpsetEntry> entries, string[] sides, AddressFamily family)
    {
        var result = new List<PacketRegion>();
        var protocols = ProtocolNumbers.All;
        foreach (var ofProtocol in entries.GroupBy(e => e.Protocol))
        {
            if (ofProtocol.Key is { } number)
                protocols = protocols.Except(IntervalSet<int>.Of(number, number + 1));
            else
                protocols = IntervalSet<int>.Empty;
            var ports = PortSets.All;
            foreach (var entry in ofProtocol)
            {
                if (entry.Addresses is not null)
                    result.Add(Region(AddressSets.All(family).Except(entry.Addresses), entry.Protocol, entry.Ports, sides));
                ports = entry.Ports is null ? IntervalSet<int>.Empty : ports.Except(entry.Ports);
            }
            result.Add(Region(null, ofProtocol.Key, ports, sides));
        }
        return [.. result, new PacketRegion { Protocols = protocols }];
    }

    private static PacketRegion Region(IntervalSet<UInt128>? addresses, int? protocol, IntervalSet<int>? ports, string[] sides)
    {
        var region = new PacketRegion { Protocols = protocol is { } number ? IntervalSet<int>.Of(number, number + 1) : null };
        if (addresses is not null)
            region = sides[0] == "src" ? region with { Sources = addresses } : region with { Destinations = addresses };
        if (ports is not null)
            region = sides[^1] == "src" ? region with { SourcePorts = ports } : region with { DestinationPorts = ports };
        return region;
    }
}
