namespace PortFirewall;

/// <summary>
/// Looks for the first broad block on the way of a class of packets: the rule after which none of them is left. What stops
/// only some of them on the way is a narrow deny, and stays ahead.
/// </summary>
internal sealed class BlockScanner(IptablesTable table, string hook)
{
    private readonly ChainWalker _walker = new(table);
    private readonly ChainCharacter _character = new(table);

    /// <summary>Scans a chain for packets that have reached it.</summary>
    public ScanResult Scan(IptablesChain chain, List<PathPart> parts)
    {
        var ahead = new List<IptablesRule>();
        Split? split = null;
        var present = parts;
        foreach (var rule in chain.Rules)
        {
            StepResult step = null!;
            var before = present;
            var outcomes = _walker.Collect(() => step = _walker.Step(rule, before));
            if (step.Hit.Count == 0)
                continue;
            present = step.Next;
            if (present.Count == 0)
                return Complete(chain, rule, step, outcomes, ahead, split);
            split ??= FindSplit(chain, rule, before, step, outcomes, ahead.Count);
            foreach (var denier in outcomes.Where(o => o.Stops).Select(o => o.Rule!))
            {
                if (!ahead.Contains(denier))
                    ahead.Add(denier);
            }
        }
        return AtEnd(chain, ahead, split);
    }

    /// <summary>After this rule none of the packets is left: it decides what kind of end that is.</summary>
    private ScanResult Complete(
        IptablesChain chain, IptablesRule rule, StepResult step, List<PathOutcome> outcomes, List<IptablesRule> ahead, Split? split)
    {
        if (step.Leaving.Count > 0)
            return chain.IsBuiltIn
                ? WithSplit(PolicyEnd(chain, rule.Number), ahead, split)
                : WithSplit(new ScanResult(ScanEnd.Returned, chain, rule.Number, rule.Place, rule), ahead, split);
        if (table.Find(rule.Target ?? "") is { } inner)
            return IntoChain(chain, rule, inner, step, outcomes, ahead, split);
        var end = outcomes.Exists(o => o.Stops) ? ScanEnd.Blocked : ScanEnd.Accepted;
        return WithSplit(new ScanResult(end, chain, rule.Number, rule.Place, rule), ahead, split);
    }

    private ScanResult IntoChain(
        IptablesChain chain, IptablesRule rule, IptablesChain inner, StepResult step, List<PathOutcome> outcomes, List<IptablesRule> ahead, Split? split)
    {
        var atJump = new ScanResult(ScanEnd.Blocked, chain, rule.Number, rule.Place, rule);
        if (outcomes.TrueForAll(o => o.Stops) && _character.IsVerdictChain(inner))
            return WithSplit(atJump with { Because = $"chain {inner.Name} stops everything that enters it" }, ahead, split);

        var within = Scan(inner, step.Hit.ConvertAll(PathPart.Start));
        if (within.End == ScanEnd.Blocked && _character.SharedWith(inner, hook) is { } other)
            return WithSplit(
                atJump with { Behind = [.. within.Ahead, .. within.Behind], Because = $"chain {inner.Name} is also reached from {other}, and a rule in it would open the port there too" },
                ahead, split);
        if (split is not null)
            return WithSplit(within with { Behind = [.. within.Ahead, .. within.Behind], Ahead = [] }, ahead, split);
        return within with { Ahead = [.. ahead, .. within.Ahead] };
    }

    private ScanResult AtEnd(IptablesChain chain, List<IptablesRule> ahead, Split? split)
        => WithSplit(
            chain.IsBuiltIn ? PolicyEnd(chain, chain.Rules.Count + 1) : new ScanResult(ScanEnd.Returned, chain, chain.Rules.Count + 1, chain.Name, null),
            ahead, split);

    private static ScanResult PolicyEnd(IptablesChain chain, int number)
        => new(chain.Policy == ChainPolicy.Accept ? ScanEnd.Accepted : ScanEnd.Blocked, chain, number, IptablesRule.PlaceOf(chain.Table, chain.Name, "policy"), null);

    /// <summary>Where an earlier rule chain has stopped its share of the packets, the rule has to go ahead of the jump into that chain.</summary>
    private static ScanResult WithSplit(ScanResult result, List<IptablesRule> ahead, Split? split) => split is null
        ? result with { Ahead = [.. ahead, .. result.Ahead] }
        : result with
        {
            End = ScanEnd.Blocked,
            Chain = split.Chain,
            Number = split.Rule.Number,
            Decider = split.Rule.Place,
            Rule = split.Rule,
            Ahead = ahead.GetRange(0, split.AheadCount),
            Behind = [.. ahead.Skip(split.AheadCount), .. result.Behind],
            Because = $"the packets split over several chains from here, of which {split.Rule.Target} is the first",
        };

    /// <summary>Whether here a share of the packets goes into a rule chain that stops all of it, while the rest goes on.</summary>
    private Split? FindSplit(
        IptablesChain chain, IptablesRule rule, List<PathPart> before, StepResult step, List<PathOutcome> outcomes, int aheadCount)
    {
        if (_walker.MeaningOf(rule).Action is not (RuleAction.Jump or RuleAction.Goto) || !outcomes.Exists(o => o.Stops && o.IsCertain))
            return null;
        var inner = table.Find(rule.Target!)!;
        var here = new Split(chain, rule, aheadCount);
        var stopsItsShare = outcomes.TrueForAll(o => o.Stops && o.IsCertain) && step.Leaving.Count == 0
            && step.Hit.TrueForAll(hit => step.Next.TrueForAll(p => p.Packets.Intersect(hit) is null));
        if (stopsItsShare)
            return _character.IsRuleChain(inner) ? here : null;

        // The packets came back out of the chain: perhaps they split inside of it, over the chains of zones.
        var within = Scan(inner, step.Hit.ConvertAll(PathPart.Start));
        if (within.End != ScanEnd.Blocked || within.Rule is null)
            return null;
        var allWentIn = before.Count == step.Hit.Count && before.TrueForAll(p => step.Hit.Contains(p.Packets));
        return allWentIn && _character.SharedWith(inner, hook) is null ? new Split(within.Chain, within.Rule, aheadCount) : here;
    }

    /// <summary>The first jump by which a share of the packets went into a rule chain and was stopped there.</summary>
    private sealed record Split(IptablesChain Chain, IptablesRule Rule, int AheadCount);
}
