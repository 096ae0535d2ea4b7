namespace PortFirewall;

/// <summary>
/// The packets that a question is about: one family and protocol, and a set for every field. The first packet of a
/// connection where <see cref="States"/> is <c>NEW</c>: for TCP the one with <c>SYN</c> alone.
/// </summary>
internal sealed record PacketClass
{
    public required AddressFamily Family { get; init; }

    /// <summary>The protocol's number.</summary>
    public required int Protocol { get; init; }

    public required IntervalSet<UInt128> Sources { get; init; }

    public required IntervalSet<UInt128> Destinations { get; init; }

    public required IntervalSet<int> SourcePorts { get; init; }

    public required IntervalSet<int> DestinationPorts { get; init; }

    public required IntervalSet<InterfaceName> InInterfaces { get; init; }

    public required ConnectionStates States { get; init; }

    /// <summary>What has been done to the packets on their way. All else stays as it was asked about, so that the answer is about those packets.</summary>
    public PacketTransit Transit { get; init; } = PacketTransit.Untouched;

    /// <summary>The packets' mark: 0 where they come from the network, and anything where this host sends them to itself, since <c>OUTPUT</c> may mark them.</summary>
    public MarkBits Mark => Transit.Mark ?? (InInterfaces.Overlaps(InterfaceSets.Loopback) ? MarkBits.Unknown : MarkBits.Zero);

    /// <summary>The mark of the packets' connection: 0 where it begins with them.</summary>
    public MarkBits ConnectionMark => Transit.ConnectionMark ?? (States == ConnectionStates.New ? MarkBits.Zero : MarkBits.Unknown);

    /// <summary>Every packet of a protocol that can come from another host.</summary>
    public static PacketClass Any(AddressFamily family, int protocol) => new()
    {
        Family = family,
        Protocol = protocol,
        Sources = AddressSets.All(family),
        Destinations = AddressSets.All(family),
        SourcePorts = PortSets.All,
        DestinationPorts = PortSets.All,
        InInterfaces = InterfaceSets.AllButLoopback,
        States = ConnectionStates.All,
    };

    /// <summary>The part within a region; null where there is none.</summary>
    public PacketClass? Intersect(PacketRegion region)
    {
        // The cheapest and most telling questions first: most rules of a long chain are about another port.
        if (region.Protocols is { } protocols && !protocols.Contains(Protocol))
            return null;
        var destinationPorts = Within(DestinationPorts, Transit.Translation?.Ports, region.DestinationPorts);
        var states = Transit.SeenAs is not { } seen ? States & region.States : region.States.HasFlag(seen) ? States : ConnectionStates.None;
        if (destinationPorts.IsEmpty || states == ConnectionStates.None)
            return null;
        if (region.OriginalDestinationPorts is not null && (destinationPorts = destinationPorts.Intersect(region.OriginalDestinationPorts)).IsEmpty)
            return null;
        var interfaces = region.InInterfaces is null ? InInterfaces : InInterfaces.Intersect(region.InInterfaces);
        if (interfaces.IsEmpty)
            return null;
        var sources = region.Sources is null ? Sources : Sources.Intersect(region.Sources);
        if (sources.IsEmpty)
            return null;
        var destinations = Within(Destinations, Transit.Translation?.Destinations, region.Destinations);
        if (region.OriginalDestinations is not null)
            destinations = destinations.Intersect(region.OriginalDestinations);
        if (destinations.IsEmpty)
            return null;
        var sourcePorts = region.SourcePorts is null ? SourcePorts : SourcePorts.Intersect(region.SourcePorts);
        return sourcePorts.IsEmpty ? null : this with
        {
            Sources = sources,
            Destinations = destinations,
            SourcePorts = sourcePorts,
            DestinationPorts = destinationPorts,
            InInterfaces = interfaces,
            States = states,
        };
    }

    /// <summary>
    /// What is left when <paramref name="hit"/>, a part of this class, is taken out: disjoint classes, one for each field
    /// in which the two differ, each cut along that field only.
    /// </summary>
    public IEnumerable<PacketClass> Except(PacketClass hit)
    {
        var rest = this;
        if (rest.States != hit.States)
        {
            yield return rest with { States = rest.States & ~hit.States };
            rest = rest with { States = hit.States };
        }
        if (rest.InInterfaces.Except(hit.InInterfaces) is { IsEmpty: false } interfaces)
        {
            yield return rest with { InInterfaces = interfaces };
            rest = rest with { InInterfaces = hit.InInterfaces };
        }
        if (rest.Sources.Except(hit.Sources) is { IsEmpty: false } sources)
        {
            yield return rest with { Sources = sources };
            rest = rest with { Sources = hit.Sources };
        }
        if (rest.Destinations.Except(hit.Destinations) is { IsEmpty: false } destinations)
        {
            yield return rest with { Destinations = destinations };
            rest = rest with { Destinations = hit.Destinations };
        }
        if (rest.SourcePorts.Except(hit.SourcePorts) is { IsEmpty: false } sourcePorts)
        {
            yield return rest with { SourcePorts = sourcePorts };
            rest = rest with { SourcePorts = hit.SourcePorts };
        }
        if (rest.DestinationPorts.Except(hit.DestinationPorts) is { IsEmpty: false } destinationPorts)
            yield return rest with { DestinationPorts = destinationPorts };
    }

    /// <summary>The packets that both classes have, whatever became of them on the way; null where there are none.</summary>
    public PacketClass? Intersect(PacketClass other)
        => Family == other.Family && Protocol == other.Protocol ? (this with { Transit = PacketTransit.Untouched }).Intersect(other.ToRegion()) : null;

    /// <summary>Whether all of these packets are in the other class, with the same done to them on the way.</summary>
    public bool IsWithin(PacketClass other)
        => Family == other.Family && Protocol == other.Protocol && (States & ~other.States) == ConnectionStates.None
            && DestinationPorts.IsSubsetOf(other.DestinationPorts) && SourcePorts.IsSubsetOf(other.SourcePorts)
            && Transit == other.Transit && InInterfaces.IsSubsetOf(other.InInterfaces) && Sources.IsSubsetOf(other.Sources) && Destinations.IsSubsetOf(other.Destinations);

    /// <summary>One class for both, where they differ in one field only; otherwise null.</summary>
    public PacketClass? MergeWith(PacketClass other)
    {
        if (Family != other.Family || Protocol != other.Protocol)
            return null;
        var differences = (States != other.States ? 1 : 0) + Differ(InInterfaces, other.InInterfaces) + Differ(Sources, other.Sources)
            + Differ(Destinations, other.Destinations) + Differ(SourcePorts, other.SourcePorts) + Differ(DestinationPorts, other.DestinationPorts);
        return differences > 1 ? null : this with
        {
            States = States | other.States,
            InInterfaces = InInterfaces.Union(other.InInterfaces),
            Sources = Sources.Union(other.Sources),
            Destinations = Destinations.Union(other.Destinations),
            SourcePorts = SourcePorts.Union(other.SourcePorts),
            DestinationPorts = DestinationPorts.Union(other.DestinationPorts),
        };
    }

    /// <summary>Those of the packets that have a field in a set, where a rule of <c>nat</c> may have changed that field for all of them.</summary>
    private static IntervalSet<T> Within<T>(IntervalSet<T> asked, IntervalSet<T>? translated, IntervalSet<T>? wanted)
        where T : struct, IComparable<T>
        => wanted is null ? asked
            : translated is null ? asked.Intersect(wanted)
            : translated.Overlaps(wanted) ? asked : IntervalSet<T>.Empty;

    private static int Differ<T>(IntervalSet<T> a, IntervalSet<T> b)
        where T : struct, IComparable<T>
        => a.Equals(b) ? 0 : 1;

    /// <summary>Their fields, as a rule would ask for them.</summary>
    public PacketRegion ToRegion() => new()
    {
        Sources = Sources,
        Destinations = Destinations,
        SourcePorts = SourcePorts,
        DestinationPorts = DestinationPorts,
        InInterfaces = InInterfaces,
        States = States,
    };
}
