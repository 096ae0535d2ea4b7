namespace PortFirewall;

/// <summary>Works out which packets a chain keeps for good, however they came in.</summary>
internal static class KeptPackets
{
    /// <summary>More pieces than these are not kept account of: what is left out only counts as coming back.</summary>
    private const int MostPieces = 32;

    /// <summary>Works it out for a chain; those that it jumps to have been done.</summary>
    public static void Find(ChainScene scene, Func<string, ChainScene> chainOf, SearchEffort effort)
    {
        var escaped = new List<PacketBox>();
        foreach (var rule in scene.Rules)
        {
            effort.CheckStop();
            foreach (var taker in Of(rule, chainOf, effort, ofGoto: false))
                scene.Kept.AddRange(Without(taker.Box, escaped).Select(box => taker with { Box = box }));
            // Packets that went back to the caller are none of this chain's any more.
            if (rule.Action is RuleAction.Return or RuleAction.Goto || !rule.Rule.IsReadable)
                escaped.AddRange(rule.Boxes);
        }
    }

    /// <summary>The packets that a rule, met by them, certainly lets go no further in the chain.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="chainOf">Finds chains.</param>
    /// <param name="effort">What the search may cost.</param>
    /// <param name="ofGoto">Whether those count as well that leave the chain and come back to its caller.</param>
    public static IEnumerable<Taker> Of(RuleFootprint rule, Func<string, ChainScene> chainOf, SearchEffort effort, bool ofGoto)
    {
        if (!rule.IsCertain)
            return [];
        var whole = rule.Boxes.Select(box => new Taker(box, rule.Rule, rule));
        if (rule.Ends || (ofGoto && rule.Action == RuleAction.Return))
            return whole;
        if (rule.Action is not (RuleAction.Jump or RuleAction.Goto))
            return [];
        var kept = rule.Boxes.SelectMany(_ => chainOf(rule.Rule.Target!).Kept, (box, inner) => (Box: box.And(inner.Box), inner.Decider))
            .Where(t => t.Box is not null).TakeWhile(_ => effort.MayKeep()).Select(t => new Taker(t.Box!, rule.Rule, t.Decider));
        // Who decides is named ahead of the jump alone.
        return ofGoto && rule.Action == RuleAction.Goto ? kept.Concat(whole) : kept;
    }

    private static List<PacketBox> Without(PacketBox box, List<PacketBox> escaped)
    {
        List<PacketBox> pieces = [box];
        foreach (var gone in escaped)
        {
            pieces = [.. pieces.SelectMany(p => p.And(gone) is { } common ? p.Except(common) : [p])];
            if (pieces.Count > MostPieces)
                return [];
        }
        return pieces;
    }
}
