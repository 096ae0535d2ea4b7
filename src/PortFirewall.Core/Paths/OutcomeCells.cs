namespace PortFirewall;

/// <summary>
/// Cells of packets, disjoint, each with all that may become of it. Which cells a new outcome meets is looked up by its ports or
/// its sources, whichever tells more: most outcomes of a long rule set are about a port or an address of their own.
/// </summary>
internal sealed class OutcomeCells
{
    private const int MostSlots = 256;

    private readonly Dictionary<int, (PacketClass Packets, List<PathOutcome> Outcomes)> _cells = [];
    private readonly CellSlots<int> _byPort;
    private readonly CellSlots<UInt128> _bySource;
    private int _next;

    /// <param name="outcomes">All that will be added: where they begin is where the cells are looked for.</param>
    public OutcomeCells(IReadOnlyList<PathOutcome> outcomes)
    {
        _byPort = new CellSlots<int>(outcomes.SelectMany(o => o.Part.Packets.DestinationPorts.Intervals.ToArray()), MostSlots);
        _bySource = new CellSlots<UInt128>(outcomes.SelectMany(o => o.Part.Packets.Sources.Intervals.ToArray()), MostSlots);
    }

    /// <summary>The cells in the order in which they came to be.</summary>
    public IEnumerable<(PacketClass Packets, List<PathOutcome> Outcomes)> All => _cells.OrderBy(c => c.Key).Select(c => c.Value);

    /// <summary>Splits the cells along the edges of the outcome, so that each cell has one list of outcomes throughout.</summary>
    public void Add(PathOutcome outcome)
    {
        var packets = outcome.Part.Packets;
        List<PacketClass> uncovered = [packets];
        foreach (var key in Candidates(packets))
        {
            var (cell, others) = _cells[key];
            if (cell.Intersect(packets) is not { } common)
                continue;
            Remove(key, cell);
            Put(common, [.. others, outcome]);
            foreach (var rest in cell.Except(common))
                Put(rest, others);
            uncovered = [.. uncovered.SelectMany(piece => piece.Intersect(common) is { } covered ? piece.Except(covered) : [piece])];
        }
        foreach (var piece in uncovered)
            Put(piece, [outcome]);
    }

    private List<int> Candidates(PacketClass packets)
    {
        var (byPort, bySource) = (_byPort.Find(packets.DestinationPorts), _bySource.Find(packets.Sources));
        var fewer = byPort.Count <= bySource.Count ? byPort : bySource;
        return [.. fewer.Order()];
    }

    private void Put(PacketClass packets, List<PathOutcome> outcomes)
    {
        _cells[_next] = (packets, outcomes);
        _byPort.Put(_next, packets.DestinationPorts);
        _bySource.Put(_next, packets.Sources);
        _next++;
    }

    private void Remove(int key, PacketClass packets)
    {
        _cells.Remove(key);
        _byPort.Remove(key, packets.DestinationPorts);
        _bySource.Remove(key, packets.Sources);
    }
}
