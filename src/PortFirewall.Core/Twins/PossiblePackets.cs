using System.Net;

namespace PortFirewall;

/// <summary>Which packets of other hosts can come in at all: what the kernel refuses ahead of every rule that could accept it is nobody's packet.</summary>
internal sealed class PossiblePackets
{
    private readonly IReadOnlyList<UInt128> _own;
    private readonly IReadOnlyList<string> _interfaces;
    private readonly IntervalSet<UInt128> _sources;

    public PossiblePackets(TwinPlan plan, AddressFamily family)
    {
        var addresses = plan.Interfaces.SelectMany(i => i.Addresses).Concat(plan.LoopbackAddresses).Where(a => AddressSets.FamilyOf(a.Address) == family).ToList();
        _interfaces = [.. plan.Interfaces.Select(i => i.Name)];
        // An address that is valid on one link only is not asked for on another.
        _own = [.. addresses.Where(a => !a.Address.IsIPv6LinkLocal && !IPAddress.IsLoopback(a.Address)).Select(a => AddressSets.ToNumber(a.Address)).Distinct()];
        _sources = addresses.Aggregate(Senders(family), (set, own) => set.Except(Taken(own.Address, own.PrefixLength, family)));
    }

    /// <summary>The packets of a class that can come in; null where none can.</summary>
    public (IReadOnlyList<string> InInterfaces, IReadOnlyList<UInt128> Destinations, IntervalSet<UInt128> Sources)? Of(PacketClass packets)
    {
        var interfaces = _interfaces.Where(name => packets.InInterfaces.Contains(new InterfaceName(name))).ToList();
        var destinations = _own.Where(packets.Destinations.Contains).ToList();
        var sources = packets.Sources.Intersect(_sources);
        return interfaces.Count == 0 || destinations.Count == 0 || sources.IsEmpty ? null : (interfaces, destinations, sources);
    }

    /// <summary>What may be a source (<c>net/ipv4/route.c</c>, <c>ip_route_input_slow</c>; <c>net/ipv6/ip6_input.c</c>, <c>ip6_rcv_core</c>).</summary>
    private static IntervalSet<UInt128> Senders(AddressFamily family)
    {
        string[] refused = family == AddressFamily.IPv4 ? ["0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3"] : ["::/96", "::ffff:0:0/96", "ff00::/8", "fe80::/10"];
        return refused.Aggregate(AddressSets.All(family), (set, network) => set.Except(AddressSets.ReadNetwork(network, family)!));
    }

    /// <summary>The host's own address, and in IPv4 the first and last of its network, which mean all of its hosts.</summary>
    private static IntervalSet<UInt128> Taken(IPAddress address, int prefixLength, AddressFamily family)
    {
        var own = AddressSets.ReadNetwork($"{address}", family) ?? IntervalSet<UInt128>.Empty;
        if (family == AddressFamily.IPv6 || prefixLength > 30 || AddressSets.ReadNetwork($"{address}/{prefixLength}", family) is not { } network)
            return own;
        var interval = network.Intervals[0];
        return own.Union(AddressSets.Range(interval.Low, interval.Low)).Union(AddressSets.Range(interval.High!.Value - 1, interval.High.Value - 1));
    }
}
