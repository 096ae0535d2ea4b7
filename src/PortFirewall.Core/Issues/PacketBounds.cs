namespace PortFirewall;

/// <summary>
/// The outermost values of a box, as plain numbers: of ten thousand rules, all but a few are told apart by these, at a
/// hundredth of what comparing sets costs.
/// </summary>
internal readonly struct PacketBounds
{
    private readonly (int Low, int High) _protocols;
    private readonly (int Low, int High) _destinationPorts;
    private readonly (ulong Low, ulong High) _sources;
    private readonly (ulong Low, ulong High) _destinations;
    private readonly ConnectionStates _states;

    public PacketBounds(PacketBox box)
    {
        _protocols = EndsOf(box.Protocols);
        _destinationPorts = EndsOf(box.DestinationPorts);
        _sources = EndsOf(box.Sources);
        _destinations = EndsOf(box.Destinations);
        _states = box.States;
    }

    public PacketBounds(in PacketPoint point)
    {
        _protocols = (point.Protocol, point.Protocol);
        _destinationPorts = (point.DestinationPort, point.DestinationPort);
        _sources = (Reduce(point.Source), Reduce(point.Source));
        _destinations = (Reduce(point.Destination), Reduce(point.Destination));
        _states = point.State;
    }

    /// <summary>False where the two boxes have certainly nothing in common.</summary>
    public bool MayMeet(in PacketBounds other)
        => _destinationPorts.Low <= other._destinationPorts.High && other._destinationPorts.Low <= _destinationPorts.High
            && _sources.Low <= other._sources.High && other._sources.Low <= _sources.High
            && _protocols.Low <= other._protocols.High && other._protocols.Low <= _protocols.High
            && _destinations.Low <= other._destinations.High && other._destinations.Low <= _destinations.High
            && (_states & other._states) != ConnectionStates.None;

    private static (int Low, int High) EndsOf(IntervalSet<int> set) => (set.Intervals[0].Low, set.Intervals[^1].High is { } end ? end - 1 : int.MaxValue);

    private static (ulong Low, ulong High) EndsOf(IntervalSet<UInt128> set)
        => (Reduce(set.Intervals[0].Low), set.Intervals[^1].High is { } end ? Reduce(end - 1) : ulong.MaxValue);

    /// <summary>The upper and the lower half of an IPv6 address in one number that never puts two addresses into the wrong order.</summary>
    private static ulong Reduce(UInt128 address) => address <= uint.MaxValue ? (ulong)address : Math.Max((ulong)(address >> 64), uint.MaxValue);
}
