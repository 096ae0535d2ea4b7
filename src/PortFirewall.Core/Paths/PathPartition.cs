namespace PortFirewall;

/// <summary>
/// Turns everything that may become of packets into disjoint parts with one verdict each. Where the ways of an undecided
/// match lead to the same end, the part is decided after all.
/// </summary>
internal static class PathPartition
{
    public static List<DecidedPart> Of(IReadOnlyList<PathOutcome> outcomes)
    {
        var cells = new List<(PacketClass Packets, List<PathOutcome> Outcomes)>();
        if (outcomes.All(o => o.IsCertain))
            cells.AddRange(outcomes.Select(o => (o.Part.Packets, new List<PathOutcome> { o })));
        else
            cells = outcomes.Aggregate(cells, Overlay);
        return Merge(cells.ConvertAll(c => Decide(c.Packets, c.Outcomes)));
    }

    /// <summary>Splits the cells along the edges of the outcome, so that each cell has one list of outcomes throughout.</summary>
    private static List<(PacketClass Packets, List<PathOutcome> Outcomes)> Overlay(
        List<(PacketClass Packets, List<PathOutcome> Outcomes)> cells, PathOutcome outcome)
    {
        var result = new List<(PacketClass Packets, List<PathOutcome> Outcomes)>();
        List<PacketClass> uncovered = [outcome.Part.Packets];
        foreach (var (packets, others) in cells)
        {
            if (packets.Intersect(outcome.Part.Packets) is not { } common)
            {
                result.Add((packets, others));
                continue;
            }
            result.Add((common, [.. others, outcome]));
            result.AddRange(packets.Except(common).Select(rest => (rest, others)));
            uncovered = [.. uncovered.SelectMany(piece => piece.Intersect(common) is { } covered ? piece.Except(covered) : [piece])];
        }
        result.AddRange(uncovered.Select(piece => (piece, new List<PathOutcome> { outcome })));
        return result;
    }

    private static DecidedPart Decide(PacketClass packets, List<PathOutcome> outcomes)
    {
        // The way on which no undecided match was met comes last: whoever decides there, decides if all agree.
        var certain = outcomes.FindLast(o => o.IsCertain);
        var decider = certain ?? outcomes[^1];
        var conditions = outcomes.SelectMany(o => o.Part.Conditions).Distinct(StringComparer.Ordinal).ToList();
        var agree = outcomes.TrueForAll(o => o.Verdict == decider.Verdict) && decider.Verdict != PortVerdict.Unknown;
        if (agree && certain is not null)
            return new DecidedPart(packets, decider.Verdict, decider, conditions);
        // They get through or they don't, whoever decides. Where it is not certain that there is an answer, none is promised.
        if (agree || outcomes.TrueForAll(o => o.Stops))
        {
            return new DecidedPart(packets, agree ? decider.Verdict : PortVerdict.Drop, decider, conditions)
            {
                Deciders = [.. outcomes.Select(o => o.DecidedBy).Distinct(StringComparer.Ordinal)],
            };
        }
        return new DecidedPart(packets, PortVerdict.Unknown, outcomes.Find(o => !o.IsCertain) ?? decider, conditions);
    }

    /// <summary>Joins parts that say the same and differ in one field only, so that a person reads as few as there are.</summary>
    private static List<DecidedPart> Merge(List<DecidedPart> parts)
    {
        var result = new List<DecidedPart>();
        foreach (var part in parts)
        {
            var joined = part;
            for (var i = 0; i < result.Count; i++)
            {
                if (!result[i].SaysTheSameAs(joined) || result[i].Packets.MergeWith(joined.Packets) is not { } merged)
                    continue;
                joined = joined with { Packets = merged };
                result.RemoveAt(i);
                i = -1;
            }
            result.Add(joined);
        }
        return result;
    }
}
