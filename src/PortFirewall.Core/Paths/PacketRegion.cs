namespace PortFirewall;

/// <summary>
/// What a rule says of a packet's fields, exactly: a packet is in the region if each field is in its set; null is any value.
/// </summary>
internal sealed record PacketRegion
{
    public static readonly PacketRegion Everything = new();

    /// <summary>Protocol numbers (<c>/etc/protocols</c>).</summary>
    public IntervalSet<int>? Protocols { get; init; }

    public IntervalSet<UInt128>? Sources { get; init; }

    public IntervalSet<UInt128>? Destinations { get; init; }

    public IntervalSet<int>? SourcePorts { get; init; }

    public IntervalSet<int>? DestinationPorts { get; init; }

    /// <summary>The destinations that packets had before any rule of <c>nat</c> changed them.</summary>
    public IntervalSet<UInt128>? OriginalDestinations { get; init; }

    /// <summary>The destination ports that packets had before any rule of <c>nat</c> changed them.</summary>
    public IntervalSet<int>? OriginalDestinationPorts { get; init; }

    public IntervalSet<InterfaceName>? InInterfaces { get; init; }

    public ConnectionStates States { get; init; } = ConnectionStates.All;

    /// <summary>What it hangs on whether a packet in it is taken; null where it is taken for certain.</summary>
    public string? Condition { get; init; }

    /// <summary>Whether no packet can be in it.</summary>
    public bool IsEmpty => Protocols is { IsEmpty: true } || Sources is { IsEmpty: true } || Destinations is { IsEmpty: true } || SourcePorts is { IsEmpty: true }
        || DestinationPorts is { IsEmpty: true } || InInterfaces is { IsEmpty: true } || States == ConnectionStates.None;

    /// <summary>The packets that are in both regions.</summary>
    public PacketRegion And(PacketRegion other) => new()
    {
        Protocols = Both(Protocols, other.Protocols),
        Sources = Both(Sources, other.Sources),
        Destinations = Both(Destinations, other.Destinations),
        SourcePorts = Both(SourcePorts, other.SourcePorts),
        DestinationPorts = Both(DestinationPorts, other.DestinationPorts),
        OriginalDestinations = Both(OriginalDestinations, other.OriginalDestinations),
        OriginalDestinationPorts = Both(OriginalDestinationPorts, other.OriginalDestinationPorts),
        InInterfaces = Both(InInterfaces, other.InInterfaces),
        States = States & other.States,
        Condition = Condition is null || Condition == other.Condition ? other.Condition : other.Condition is null ? Condition : $"{Condition} and {other.Condition}",
    };

    private static IntervalSet<T>? Both<T>(IntervalSet<T>? a, IntervalSet<T>? b)
        where T : struct, IComparable<T>
        => a is null ? b : b is null ? a : a.Intersect(b);
}
