namespace PortFirewall;

/// <summary>
/// Turns everything that may become of packets into disjoint parts with one verdict each. Where the ways of an undecided
/// match lead to the same end, the part is decided after all.
/// </summary>
internal static class PathPartition
{
    public static List<DecidedPart> Of(IReadOnlyList<PathOutcome> outcomes)
    {
        if (outcomes.All(o => o.IsCertain))
            return Merge(outcomes.Select(o => Decide(o.Part.Packets, [o])));
        var cells = new OutcomeCells(outcomes);
        foreach (var outcome in outcomes)
            cells.Add(outcome);
        return Merge(cells.All.Select(c => Decide(c.Packets, c.Outcomes)));
    }

    private static DecidedPart Decide(PacketClass packets, List<PathOutcome> outcomes)
    {
        // The way on which no undecided match was met comes last: whoever decides there, decides if all agree.
        var certain = outcomes.FindLast(o => o.IsCertain);
        var decider = certain ?? outcomes[^1];
        var conditions = outcomes.SelectMany(o => o.Part.Conditions).Distinct(StringComparer.Ordinal).ToList();
        // An order that can't be seen is no answer as to which of two it is, even where both stop the packets.
        var hangsOnOrder = conditions.Exists(RegistrationOrder.IsCondition);
        var agree = outcomes.TrueForAll(o => o.Verdict == decider.Verdict) && decider.Verdict != PortVerdict.Unknown;
        if (agree)
            conditions.RemoveAll(RegistrationOrder.IsCondition);
        if (agree && certain is not null)
            return new DecidedPart(packets, decider.Verdict, decider, conditions);
        // They get through or they don't, whoever decides. Where it is not certain that there is an answer, none is promised.
        if (agree || (!hangsOnOrder && outcomes.TrueForAll(o => o.Stops)))
        {
            return new DecidedPart(packets, agree ? decider.Verdict : PortVerdict.Drop, decider, conditions)
            {
                Deciders = [.. outcomes.Select(o => o.DecidedBy).Distinct(StringComparer.Ordinal)],
            };
        }
        var undecided = new DecidedPart(packets, PortVerdict.Unknown, outcomes.Find(o => !o.IsCertain) ?? decider, conditions);
        return hangsOnOrder ? undecided with { Deciders = [.. outcomes.Select(o => o.DecidedBy).Distinct(StringComparer.Ordinal)] } : undecided;
    }

    /// <summary>Joins parts that say the same and differ in one field only, so that a person reads as few as there are.</summary>
    private static List<DecidedPart> Merge(IEnumerable<DecidedPart> parts)
    {
        var result = new List<List<DecidedPart>>();
        var alike = new Dictionary<string, List<List<DecidedPart>>>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            if (!alike.TryGetValue(part.DecidedBy, out var groups))
                alike[part.DecidedBy] = groups = [];
            var group = groups.Find(g => g[0].SaysTheSameAs(part));
            if (group is null)
            {
                groups.Add(group = []);
                result.Add(group);
            }
            group.Add(part);
        }
        return [.. result.SelectMany(MergeAlike)];
    }

    private static List<DecidedPart> MergeAlike(List<DecidedPart> parts)
    {
        var result = new List<DecidedPart>();
        foreach (var part in parts)
        {
            var joined = part;
            for (var i = 0; i < result.Count; i++)
            {
                if (result[i].Packets.MergeWith(joined.Packets) is not { } merged)
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
