namespace PortFirewall;

/// <summary>
/// Answers whether boxes, together, hold all packets of another: it looks for a packet that none of them holds, and cuts away
/// what the boxes around each such try hold. Mostly the first try settles it.
/// </summary>
/// <param name="effort">What the search may cost.</param>
internal sealed class Coverage(SearchEffort effort)
{
    /// <summary>What one question may cost, in boxes looked at, and all questions about a table.</summary>
    private const int MostForOne = 4_000_000;

    private long _left = 2_000_000_000;

    /// <summary>Those takers that were needed to hold all of the packets; null where a packet is left.</summary>
    public List<Taker>? Find(IReadOnlyList<PacketBox> packets, List<Taker> takers)
    {
        var needed = new HashSet<Taker>(ReferenceEqualityComparer.Instance);
        var open = new Stack<PacketBox>(packets);
        long spent = 0;
        while (open.TryPop(out var box))
        {
            effort.CheckStop();
            var point = box.Pick();
            if (FindHolding(point, takers, ref spent) is not { } taker)
                return Done(null, spent);
            needed.Add(taker);
            foreach (var rest in box.Except(box.And(taker.Box)!))
                open.Push(rest);
            if (spent > MostForOne || spent > _left)
            {
                effort.GiveUp();
                return Done(null, spent);
            }
        }
        return Done([.. takers.Where(needed.Contains)], spent);
    }

    /// <summary>Leaves out whatever is not needed: of what is returned, nothing could be left out.</summary>
    public List<Taker> Reduce(IReadOnlyList<PacketBox> packets, List<Taker> covering)
    {
        // The narrow ones first, so that the broad ones are what is named.
        foreach (var taker in covering.OrderBy(t => packets.Count(p => p.And(t.Box) is { } common && common.Contains(p))).ToList())
        {
            var others = covering.FindAll(t => !ReferenceEquals(t, taker));
            if (Find(packets, others) is { } enough)
                covering = enough.Count < others.Count ? enough : others;
        }
        return covering;
    }

    private List<Taker>? Done(List<Taker>? answer, long spent)
    {
        _left -= spent;
        return answer;
    }

    private static Taker? FindHolding(in PacketPoint point, List<Taker> takers, ref long spent)
    {
        var bounds = new PacketBounds(point);
        foreach (var taker in takers)
        {
            spent++;
            if (taker.Bounds.MayMeet(bounds) && taker.Box.Contains(point))
                return taker;
        }
        return null;
    }
}
