namespace PortFirewall;

/// <summary>Chooses packets that stand for a part of those asked about: from its edges, and from its middle.</summary>
internal static class RehearsalPackets
{
    /// <summary>How many packets at most stand for a part.</summary>
    public const int Most = 48;

    private const int FirstEphemeralPort = 49152;

    /// <summary>Addresses for documentation (RFC 5737, RFC 3849), which belong to nobody, and some that many belong to.</summary>
    private static readonly string[] Usual =
        ["203.0.113.7", "198.51.100.77", "192.0.2.10", "10.11.12.13", "172.20.1.2", "192.168.77.7", "100.64.1.1", "2001:db8:ffff::7", "2001:db8::77", "fd12:3456::7"];

    /// <summary>The packets; empty where none of the part can come in.</summary>
    public static IReadOnlyList<TwinPacket> For(PacketClass part, PossiblePackets possible)
    {
        if (!part.States.HasFlag(ConnectionStates.New) || possible.Of(part) is not { } can)
            return [];
        var sources = Sources(can.Sources, part.Family);
        var ports = Edges(part.DestinationPorts);
        var all = from port in ports from source in sources from destination in can.Destinations from inInterface in can.InInterfaces select (port, source, destination, inInterface);
        var chosen = Spread([.. all]);
        var sourcePorts = SourcePorts(part.SourcePorts, chosen.Count);
        return [.. chosen.Select((c, i) => new TwinPacket
            {
                Family = part.Family,
                InInterface = c.inInterface,
                Protocol = part.Protocol,
                Source = c.source,
                Destination = c.destination,
                SourcePort = sourcePorts[i % sourcePorts.Count],
                DestinationPort = c.port,
            })
            // One of each connection: the interface is no part of what tells connections apart.
            .DistinctBy(p => (p.Source, p.Destination, p.SourcePort, p.DestinationPort))];
    }

    private static List<T> Spread<T>(List<T> all)
        => all.Count <= Most ? all : [.. Enumerable.Range(0, Most).Select(i => all[(int)((long)i * all.Count / Most)])];

    private static List<UInt128> Sources(IntervalSet<UInt128> set, AddressFamily family)
        => [.. Usual.Select(text => AddressSets.ReadAddress(text, family)).OfType<UInt128>().Where(set.Contains).Take(3)
            .Concat(FirstAndLast(set.Intervals, static end => end - 1, UInt128.MaxValue, 3)).Distinct()];

    private static List<int> Edges(IntervalSet<int> ports) => FirstAndLast(ports.Intervals, static end => end - 1, PortRange.Maximum, 4);

    /// <summary>As many different ones as there are packets where there are, so that each packet is a connection of its own.</summary>
    private static List<int> SourcePorts(IntervalSet<int> set, int count)
    {
        var ports = Enumerable.Range(FirstEphemeralPort, PortRange.Maximum - FirstEphemeralPort + 1).Where(set.Contains).Take(count).ToList();
        return ports.Count > 0 ? ports : [.. Enumerable.Range(1, PortRange.Maximum).Where(set.Contains).Take(count).DefaultIfEmpty(set.IsEmpty ? 0 : set.Intervals[0].Low)];
    }

    private static List<T> FirstAndLast<T>(ReadOnlySpan<Interval<T>> intervals, Func<T, T> before, T last, int most)
        where T : struct, IComparable<T>
    {
        var values = new List<T>();
        foreach (var interval in intervals[..Math.Min(most, intervals.Length)])
        {
            values.Add(interval.Low);
            values.Add(interval.High is { } end ? before(end) : last);
        }
        return [.. values.Distinct()];
    }
}
