namespace PortFirewall;

/// <summary>
/// Asks whether packets, taken through the rules from some point on, all come to an end that somebody has in mind, whatever
/// chance decides. A no means that one may not, or that it would take too long to say.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="isWanted">Whether a rule that decides, or that does something else than deciding, is as it should be.</param>
/// <param name="mayBeGone">Whether a rule may be there or not.</param>
internal sealed class FateWalk(TableScene table, Predicate<RuleFootprint> isWanted, Predicate<IptablesRule> mayBeGone)
{
    private const int DeepestNesting = 32;
    private const int MostPieces = 64;

    private int _depth;
    private int _visits;

    /// <summary>The rules that decide, in the order in which they were met.</summary>
    public List<RuleFootprint> Deciders { get; } = [];

    /// <summary>Whether a policy decides as well.</summary>
    public bool ReachesPolicy { get; private set; }

    /// <summary>Takes packets on, from a rule of a chain, to the very end: back to the callers and on to the policy.</summary>
    public bool EndsWell(ChainScene scene, int from, IReadOnlyList<PacketBox> packets, ChainPolicy wantedPolicy)
    {
        var returned = new List<PacketBox>();
        if (!table.Effort.MayVisit(++_visits))
            return false;
        if (!Walk(scene, from, packets, returned))
            return false;
        if (returned.Count == 0)
            return true;
        if (scene.Chain.IsBuiltIn)
        {
            ReachesPolicy = true;
            return scene.Chain.Policy == wantedPolicy;
        }
        if (++_depth > DeepestNesting)
            return false;
        foreach (var (caller, index) in scene.Calls)
        {
            var call = caller.Rules[index];
            var back = returned.SelectMany(_ => call.Boxes, (p, b) => p.And(b)).OfType<PacketBox>().ToList();
            if (back.Count == 0 || caller.Arrivals.Count == 0)
                continue;
            if (call.Action == RuleAction.Goto ? !EndsWell(caller, caller.Rules.Length, back, wantedPolicy) : !EndsWell(caller, index + 1, back, wantedPolicy))
                return false;
        }
        _depth--;
        return true;
    }

    /// <summary>Takes packets through a chain; added to <paramref name="returned"/> are those that may come back.</summary>
    private bool Walk(ChainScene scene, int from, IReadOnlyList<PacketBox> packets, List<PacketBox> returned)
    {
        if (_depth >= DeepestNesting || !table.Effort.MayVisit(++_visits))
            return false;
        var present = packets.ToList();
        var bounds = present.ConvertAll(p => new PacketBounds(p));
        for (var i = from; i < scene.Rules.Length && present.Count > 0; i++)
        {
            // A chain may have a hundred thousand rules.
            if (i % 1024 == 0)
                table.Effort.CheckStop();
            if (!MayTake(scene.Bounds[i], bounds))
                continue;
            var rule = scene.Rules[i];
            var hits = present.SelectMany(_ => rule.Boxes, (p, b) => p.And(b)).OfType<PacketBox>().ToList();
            if (hits.Count == 0 || (rule.Action == RuleAction.Continue && rule.Rule.Target is null))
                continue;
            if (Take(rule, hits, returned) is not { } goingOn)
                return false;
            if (!rule.IsCertain || mayBeGone(rule.Rule) || rule.Action is RuleAction.Continue or RuleAction.Change)
                continue;
            present = [.. present.SelectMany(p => Without(p, rule.Boxes)), .. goingOn];
            if (present.Count > MostPieces)
                return false;
            bounds = present.ConvertAll(p => new PacketBounds(p));
        }
        returned.AddRange(present);
        return true;
    }

    /// <summary>Those of the packets that go on with the next rule; null where one may come to another end.</summary>
    private List<PacketBox>? Take(RuleFootprint rule, List<PacketBox> hits, List<PacketBox> returned)
    {
        switch (rule.Action)
        {
            case RuleAction.Return:
                returned.AddRange(hits);
                return [];
            case RuleAction.Jump or RuleAction.Goto:
                var back = rule.Action == RuleAction.Goto ? returned : [];
                _depth++;
                var well = Walk(table.Chain(rule.Rule.Target!), 0, hits, back);
                _depth--;
                return !well ? null : rule.Action == RuleAction.Goto ? [] : back;
            default:
                if (!isWanted(rule))
                    return null;
                Deciders.Add(rule);
                return [];
        }
    }

    private static List<PacketBox> Without(PacketBox packets, IReadOnlyList<PacketBox> boxes)
    {
        List<PacketBox> rest = [packets];
        foreach (var box in boxes)
            rest = [.. rest.SelectMany(r => r.And(box) is { } common ? r.Except(common) : [r])];
        return rest;
    }

    private static bool MayTake(PacketBounds[] rule, List<PacketBounds> packets)
    {
        foreach (var bounds in packets)
        {
            foreach (var box in rule)
            {
                if (box.MayMeet(bounds))
                    return true;
            }
        }
        return false;
    }
}
