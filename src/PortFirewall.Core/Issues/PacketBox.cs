namespace PortFirewall;

/// <summary>
/// All packets of a family, of whatever protocol and state, whose every field is in a set. Fields that a packet does not have
/// (the ports of an ICMP packet) may be anything: no rule that asks for them asks without the protocol.
/// </summary>
internal sealed record PacketBox
{
    private static readonly PacketBox AllIPv4 = new() { Sources = AddressSets.All(AddressFamily.IPv4), Destinations = AddressSets.All(AddressFamily.IPv4) };
    private static readonly PacketBox AllIPv6 = new() { Sources = AddressSets.All(AddressFamily.IPv6), Destinations = AddressSets.All(AddressFamily.IPv6) };

    public IntervalSet<int> Protocols { get; init; } = ProtocolNumbers.All;

    public required IntervalSet<UInt128> Sources { get; init; }

    public required IntervalSet<UInt128> Destinations { get; init; }

    public IntervalSet<int> SourcePorts { get; init; } = PortSets.All;

    public IntervalSet<int> DestinationPorts { get; init; } = PortSets.All;

    /// <summary>The empty name stands for none: packets that the host itself sends.</summary>
    public IntervalSet<InterfaceName> InInterfaces { get; init; } = InterfaceSets.All;

    /// <summary>The empty name stands for none: packets to the host itself, and those not yet routed.</summary>
    public IntervalSet<InterfaceName> OutInterfaces { get; init; } = InterfaceSets.All;

    public ConnectionStates States { get; init; } = ConnectionStates.All;

    /// <summary>Which of the 64 combinations of TCP's six flags, one bit each.</summary>
    public ulong TcpFlags { get; init; } = ulong.MaxValue;

    /// <summary>What has to be true or false beyond the fields: twice the number of the fact, and one more where it has to be true; sorted.</summary>
    public int[] Facts { get; init; } = [];

    public static PacketBox Everything(AddressFamily family) => family == AddressFamily.IPv4 ? AllIPv4 : AllIPv6;

    /// <summary>The packets in both; null where there are none.</summary>
    public PacketBox? And(PacketBox other)
    {
        var states = States & other.States;
        var flags = TcpFlags & other.TcpFlags;
        if (states == ConnectionStates.None || flags == 0
            || DestinationPorts.Intersect(other.DestinationPorts) is not { IsEmpty: false } destinationPorts
            || Protocols.Intersect(other.Protocols) is not { IsEmpty: false } protocols
            || Sources.Intersect(other.Sources) is not { IsEmpty: false } sources
            || Destinations.Intersect(other.Destinations) is not { IsEmpty: false } destinations
            || SourcePorts.Intersect(other.SourcePorts) is not { IsEmpty: false } sourcePorts
            || InInterfaces.Intersect(other.InInterfaces) is not { IsEmpty: false } inInterfaces
            || OutInterfaces.Intersect(other.OutInterfaces) is not { IsEmpty: false } outInterfaces
            || BothFacts(Facts, other.Facts) is not { } facts)
            return null;
        return new PacketBox
        {
            Protocols = protocols,
            Sources = sources,
            Destinations = destinations,
            SourcePorts = sourcePorts,
            DestinationPorts = destinationPorts,
            InInterfaces = inInterfaces,
            OutInterfaces = outInterfaces,
            States = states,
            TcpFlags = flags,
            Facts = facts,
        };
    }

    /// <summary>What is left without <paramref name="hit"/>, a part of this box: disjoint boxes, each cut along one field.</summary>
    public IEnumerable<PacketBox> Except(PacketBox hit)
    {
        var rest = this;
        foreach (var fact in hit.Facts.Except(Facts))
        {
            yield return rest with { Facts = BothFacts(rest.Facts, [fact ^ 1])! };
            rest = rest with { Facts = BothFacts(rest.Facts, [fact])! };
        }
        if (rest.Protocols.Except(hit.Protocols) is { IsEmpty: false } protocols)
        {
            yield return rest with { Protocols = protocols };
            rest = rest with { Protocols = hit.Protocols };
        }
        if (rest.States != hit.States)
        {
            yield return rest with { States = rest.States & ~hit.States };
            rest = rest with { States = hit.States };
        }
        if (rest.InInterfaces.Except(hit.InInterfaces) is { IsEmpty: false } inInterfaces)
        {
            yield return rest with { InInterfaces = inInterfaces };
            rest = rest with { InInterfaces = hit.InInterfaces };
        }
        if (rest.OutInterfaces.Except(hit.OutInterfaces) is { IsEmpty: false } outInterfaces)
        {
            yield return rest with { OutInterfaces = outInterfaces };
            rest = rest with { OutInterfaces = hit.OutInterfaces };
        }
        if (rest.TcpFlags != hit.TcpFlags)
        {
            yield return rest with { TcpFlags = rest.TcpFlags & ~hit.TcpFlags };
            rest = rest with { TcpFlags = hit.TcpFlags };
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

    /// <summary>Whether all of the other's packets are in here.</summary>
    public bool Contains(PacketBox other)
        => (other.States & ~States) == ConnectionStates.None && (other.TcpFlags & ~TcpFlags) == 0
            && other.DestinationPorts.IsSubsetOf(DestinationPorts) && other.Protocols.IsSubsetOf(Protocols)
            && other.Sources.IsSubsetOf(Sources) && other.Destinations.IsSubsetOf(Destinations) && other.SourcePorts.IsSubsetOf(SourcePorts)
            && other.InInterfaces.IsSubsetOf(InInterfaces) && other.OutInterfaces.IsSubsetOf(OutInterfaces)
            && Facts.All(f => Array.BinarySearch(other.Facts, f) >= 0);

    public bool Contains(in PacketPoint point)
        => Protocols.Contains(point.Protocol) && DestinationPorts.Contains(point.DestinationPort) && Sources.Contains(point.Source)
            && Destinations.Contains(point.Destination) && SourcePorts.Contains(point.SourcePort) && States.HasFlag(point.State)
            && (TcpFlags & point.TcpFlags) != 0 && InInterfaces.Contains(point.InInterface) && OutInterfaces.Contains(point.OutInterface)
            && HasFacts(point.Facts);

    /// <summary>One of the packets, such as few rules ask for: the lowest of everything.</summary>
    public PacketPoint Pick() => new(
        Protocols.Intervals[0].Low, Sources.Intervals[0].Low, Destinations.Intervals[0].Low, SourcePorts.Intervals[0].Low, DestinationPorts.Intervals[0].Low,
        InInterfaces.Intervals[0].Low, OutInterfaces.Intervals[0].Low, (ConnectionStates)((int)States & -(int)States), TcpFlags & (~TcpFlags + 1))
    {
        Facts = Array.ConvertAll(Array.FindAll(Facts, f => (f & 1) == 1), f => f >> 1),
    };

    private bool HasFacts(int[] known)
    {
        foreach (var fact in Facts)
        {
            if (Array.BinarySearch(known, fact >> 1) >= 0 != ((fact & 1) == 1))
                return false;
        }
        return true;
    }

    /// <summary>Null where one of them has to be true in one and false in the other.</summary>
    private static int[]? BothFacts(int[] some, int[] others)
    {
        if (others.Length == 0 || ReferenceEquals(some, others))
            return some;
        if (some.Length == 0)
            return others;
        var both = new SortedSet<int>(some);
        foreach (var fact in others)
        {
            if (both.Contains(fact ^ 1))
                return null;
            both.Add(fact);
        }
        return [.. both];
    }
}
