using System.Globalization;

namespace PortFirewall;

/// <summary>
/// Looks for the first broad block on the way of a class of packets: the rule after which none of them is left. What stops
/// only some of them on the way is a narrow deny, and stays ahead.
/// </summary>
internal sealed class BlockScanner
{
    private readonly IptablesTable _table;
    private readonly string _hook;
    private readonly IptablesRules _rules;
    private readonly ChainWalker _walker;
    private readonly ChainCharacter _character;
    private readonly HashSet<string> _scanning = new(StringComparer.Ordinal);

    /// <param name="table">The table of the chain that is scanned.</param>
    /// <param name="hook">The built-in chain by which the packets come in.</param>
    /// <param name="facts">What is known of the host.</param>
    public BlockScanner(IptablesTable table, string hook, HostFacts? facts = null)
    {
        _table = table;
        _hook = hook;
        _rules = new IptablesRules(table, facts);
        _walker = new ChainWalker(_rules);
        _character = new ChainCharacter(table);
    }

    /// <summary>Scans a chain for packets that have reached it.</summary>
    public ScanResult Scan(IptablesChain chain, List<PathPart> parts)
    {
        _scanning.Add(chain.Name);
        var mayStopAll = new List<IptablesRule>();
        var result = ScanRules(chain, parts, mayStopAll);
        _scanning.Remove(chain.Name);
        return result with { MayStopAll = [.. mayStopAll, .. result.MayStopAll] };
    }

    private ScanResult ScanRules(IptablesChain chain, List<PathPart> parts, List<IptablesRule> mayStopAll)
    {
        var ahead = new List<IptablesRule>();
        Split? split = null;
        var someLeft = false;
        var present = parts;
        foreach (var rule in chain.Rules)
        {
            StepResult step = null!;
            var before = present;
            var outcomes = _walker.Collect(() => step = _walker.Step(_rules.MeaningOf(rule), before));
            if (step.Hit.Count == 0)
                continue;
            present = step.Next;
            if (present.Count == 0)
                return Complete(chain, rule, step, outcomes, ahead, split) with { SomeLeft = someLeft };
            // Nobody knows whether the packets ever come past it: an allow rule behind it opens nothing for certain.
            if (UndecidedRule.HandsOverAll(before, outcomes) && FindHandOver(chain, rule, step, outcomes, ahead, split) is { } handOver)
                return handOver with { SomeLeft = someLeft };
            if (UndecidedRule.MayStopAll(before, outcomes))
                mayStopAll.AddRange(outcomes.Where(o => o.Stops && !o.IsCertain).Select(DenierOf).Distinct());
            someLeft |= step.Leaving.Count > 0;
            split ??= FindSplit(chain, rule, before, step, outcomes, ahead);
            ahead.AddRange(Deniers(chain, rule, step, outcomes, isBehind: split is not null).Distinct().Except(ahead).ToList());
        }
        return AtEnd(chain, ahead, split) with { SomeLeft = someLeft };
    }

    /// <summary>The rules by which a part of the packets was stopped at a rule that let others go on.</summary>
    private IEnumerable<IptablesRule> Deniers(IptablesChain chain, IptablesRule rule, StepResult step, List<PathOutcome> outcomes, bool isBehind)
    {
        // Of a zone that is stepped over, the block at its end is what the new rule is to open; narrower are those before it.
        if (isBehind && _table.Find(rule.Target ?? "") is { } inner && CanScan(inner) && step.IsCertain
            && Scan(inner, step.Hit.ConvertAll(PathPart.Start)) is { End: ScanEnd.Blocked } within)
            return within.Ahead.Concat(within.Behind);
        var stops = outcomes.Where(o => o.Stops).Select(DenierOf);
        // What leaves the chain is stopped by its policy, which no position in the chain changes.
        return step.Leaving.Count > 0 && chain.Policy == ChainPolicy.Drop ? stops.Append(rule) : stops;
    }

    /// <summary>Who stops the packets, in a person's eyes: of a verdict chain, that is the rule that sends them there.</summary>
    private IptablesRule DenierOf(PathOutcome outcome)
        => outcome.Part.Via.Select(RuleAt).FirstOrDefault(jump => _character.IsVerdictChain(_table.Find(jump.Target!)!)) ?? outcome.Rule!;

    private IptablesRule RuleAt(string place)
    {
        var colon = place.LastIndexOf(':');
        return _table.Find(place[(place.IndexOf(' ') + 1)..colon])!.Rules[int.Parse(place.AsSpan(colon + 1), CultureInfo.InvariantCulture) - 1];
    }

    /// <summary>After this rule none of the packets is left: it decides what kind of end that is.</summary>
    private ScanResult Complete(
        IptablesChain chain, IptablesRule rule, StepResult step, List<PathOutcome> outcomes, List<IptablesRule> ahead, Split? split)
    {
        if (step.Leaving.Count > 0)
        {
            var left = chain.IsBuiltIn ? PolicyEnd(chain, rule.Number) : new ScanResult(ScanEnd.Returned, chain, rule.Number, rule.Place, rule);
            return WithSplit(left with { Behind = [.. outcomes.Where(o => o.Stops).Select(DenierOf).Distinct()] }, ahead, split);
        }
        if (_table.Find(rule.Target ?? "") is { } inner)
            return IntoChain(chain, rule, inner, step, outcomes, ahead, split);
        var end = outcomes.Exists(o => o.Stops) ? ScanEnd.Blocked : ScanEnd.Accepted;
        return WithSplit(new ScanResult(end, chain, rule.Number, rule.Place, rule), ahead, split);
    }

    private ScanResult? FindHandOver(
        IptablesChain chain, IptablesRule rule, StepResult step, List<PathOutcome> outcomes, List<IptablesRule> ahead, Split? split)
    {
        if (_table.Find(rule.Target ?? "") is { } inner)
            return IntoChain(chain, rule, inner, step, outcomes, ahead, split) is { IsHandedOver: true } within ? within : null;
        var here = new ScanResult(ScanEnd.Blocked, chain, rule.Number, rule.Place, rule)
        {
            IsHandedOver = true,
            Because = rule.Target is "NFQUEUE" or "QUEUE" ? "it hands the packets to a program, which may stop them" : $"what the target {rule.Target} does with the packets is not known",
        };
        return WithSplit(here, ahead, split);
    }

    private ScanResult IntoChain(
        IptablesChain chain, IptablesRule rule, IptablesChain inner, StepResult step, List<PathOutcome> outcomes, List<IptablesRule> ahead, Split? split)
    {
        var atJump = new ScanResult(ScanEnd.Blocked, chain, rule.Number, rule.Place, rule);
        if (outcomes.TrueForAll(o => o.Stops) && _character.IsVerdictChain(inner))
            return WithSplit(atJump with { Behind = DeniedWithin(inner, step), Because = $"chain {inner.Name} stops everything that enters it" }, ahead, split);

        if (!CanScan(inner))
            return WithSplit(atJump with { Because = $"the packets can't be followed through chain {inner.Name}" }, ahead, split);
        var within = Scan(inner, step.Hit.ConvertAll(PathPart.Start));
        if (within.End == ScanEnd.Blocked && _character.SharedWith(inner, _hook) is { } other)
            return WithSplit(
                atJump with { IsHandedOver = within.IsHandedOver, Behind = [.. within.Ahead, .. within.Behind], Because = $"chain {inner.Name} is also reached from {other}, and a rule in it would open the port there too" },
                ahead, split);
        if (split is not null)
            return WithSplit(within with { Behind = [.. within.Ahead, .. within.Behind], Ahead = [] }, ahead, split);
        return within with { Ahead = [.. ahead, .. within.Ahead] };
    }

    /// <summary>Narrow denies within a chain that stops everything: somebody who is denied there on purpose would come in with all others.</summary>
    private List<IptablesRule> DeniedWithin(IptablesChain chain, StepResult step)
        => CanScan(chain) && Scan(chain, step.Hit.ConvertAll(PathPart.Start)) is { } within
            ? [.. within.Ahead.Concat(within.Behind).Where(UndecidedRule.DeniesSomebody).Distinct()] : [];

    /// <summary>A file may hold chains that jump into themselves.</summary>
    private bool CanScan(IptablesChain chain) => !_scanning.Contains(chain.Name) && _scanning.Count < ChainWalker.DeepestNesting;

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
            IsSplit = true,
            Chain = split.Chain,
            Number = split.Rule.Number,
            Decider = split.Rule.Place,
            Rule = split.Rule,
            Ahead = split.Ahead,
            Behind = [.. ahead.Concat(result.Behind).Except(split.Ahead)],
            Because = $"the packets split over several chains from here, of which {split.Rule.Target} is the first",
        };

    /// <summary>Whether here a share of the packets goes into a rule chain that stops all of it, while the rest goes on.</summary>
    private Split? FindSplit(
        IptablesChain chain, IptablesRule rule, List<PathPart> before, StepResult step, List<PathOutcome> outcomes, List<IptablesRule> ahead)
    {
        if (_rules.MeaningOf(rule).Action is not (RuleAction.Jump or RuleAction.Goto) || !outcomes.Exists(o => o.Stops && o.IsCertain))
            return null;
        var inner = _table.Find(rule.Target!)!;
        var here = new Split(chain, rule, [.. ahead]);
        var stopsItsShare = outcomes.TrueForAll(o => o.Stops && o.IsCertain) && step.Leaving.Count == 0
            && step.Hit.TrueForAll(hit => step.Next.TrueForAll(p => p.Packets.Intersect(hit) is null));
        if (stopsItsShare)
            return _character.IsRuleChain(inner) ? here : null;

        if (!CanScan(inner))
            return null;
        // The packets came back out of the chain: perhaps they split inside of it, over the chains of zones.
        var within = Scan(inner, step.Hit.ConvertAll(PathPart.Start));
        // Otherwise it lets some pass and stops the rest, as a list of those who are welcome does: a narrow deny.
        if (!within.IsSplit || within.Rule is null)
            return null;
        var allWentIn = before.Count == step.Hit.Count && before.TrueForAll(p => step.Hit.Contains(p.Packets));
        return allWentIn && !within.SomeLeft && _character.SharedWith(inner, _hook) is null ? new Split(within.Chain, within.Rule, [.. ahead, .. within.Ahead]) : here;
    }

    /// <summary>The first jump by which a share of the packets went into a rule chain and was stopped there.</summary>
    private sealed record Split(IptablesChain Chain, IptablesRule Rule, List<IptablesRule> Ahead);
}
