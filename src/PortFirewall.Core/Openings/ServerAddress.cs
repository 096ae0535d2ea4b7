using System.Net;

namespace PortFirewall;

/// <summary>Chooses the address by which other hosts know this one.</summary>
internal static class ServerAddress
{
    /// <summary>The link-local networks (RFC 3927, RFC 4291 2.5.6): an address in them is nothing without an interface of the one who asks.</summary>
    private static readonly Dictionary<AddressFamily, IntervalSet<UInt128>> LinkLocal = new()
    {
        [AddressFamily.IPv4] = AddressSets.ReadNetwork("169.254.0.0/16", AddressFamily.IPv4)!,
        [AddressFamily.IPv6] = AddressSets.ReadNetwork("fe80::/10", AddressFamily.IPv6)!,
    };

    /// <summary>The addresses among which there is a choice: those that the rule takes and the service listens on.</summary>
    /// <param name="own">What the routing table <c>local</c> has.</param>
    /// <param name="rule">The rule: its destination and its interface narrow the choice.</param>
    /// <param name="listeners">What listens on the port.</param>
    public static IReadOnlyList<IPAddress> Candidates(IReadOnlyList<LocalDestination> own, PortRule rule, IReadOnlyList<PortListener> listeners)
    {
        var packets = rule.Packets;
        var bound = listeners.Where(l => ListenerFitness.Serves(l, rule.Family)).ToList();
        var allowed = packets.Destinations.Except(LinkLocal[rule.Family]);
        if (bound.Count > 0 && bound.TrueForAll(l => l.Scope is ListenerScope.Address or ListenerScope.Loopback))
        {
            allowed = allowed.Intersect(bound.Where(l => l.Scope == ListenerScope.Address && AddressSets.FamilyOf(l.LocalAddress) == rule.Family)
                .Select(l => AddressSets.ToNumber(l.LocalAddress)).Aggregate(IntervalSet<UInt128>.Empty, (all, next) => all.Union(AddressSets.Range(next, next))));
        }
        return [.. own
            .Where(d => d.Kind == LocalDestinationKind.Local && d.Interface != "lo" && packets.InInterfaces.Contains(new InterfaceName(d.Interface)))
            .SelectMany(d => Singles(d.Addresses.Intersect(allowed)))
            .Distinct()
            .Select(number => AddressSets.ToAddress(number, rule.Family))];
    }

    /// <summary>The address to probe; null where there is none, or none of several is the usual one.</summary>
    /// <param name="candidates">The addresses among which there is a choice.</param>
    /// <param name="usual">The address that the host itself uses towards the world; null where it has no way there.</param>
    public static IPAddress? Choose(IReadOnlyList<IPAddress> candidates, IPAddress? usual)
        => candidates.Count == 1 ? candidates[0] : candidates.FirstOrDefault(c => c.Equals(usual));

    /// <summary>A whole network that counts as this host's (<c>AnyIP</c>) names no address in particular.</summary>
    private static List<UInt128> Singles(IntervalSet<UInt128> addresses)
    {
        var singles = new List<UInt128>();
        foreach (var interval in addresses.Intervals)
        {
            if (interval.High == interval.Low + 1 || interval.Low == UInt128.MaxValue)
                singles.Add(interval.Low);
        }
        return singles;
    }
}
