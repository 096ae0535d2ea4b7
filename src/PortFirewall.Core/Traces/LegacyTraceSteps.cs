namespace PortFirewall;

/// <summary>
/// Turns what the legacy tables report of a packet into steps. They tell of each rule ahead of what it does, and not what came of it: that is
/// what the rule's target says. And they tell a rule by its number at that moment: where another may have had it, no rule is named.
/// </summary>
/// <param name="before">The rules as they were read ahead of the packets, by whose numbers the kernel names them as long as nobody changes them.</param>
/// <param name="now">The rules as they were read after them.</param>
internal sealed class LegacyTraceSteps(TracedRules before, TracedRules now)
{
    /// <summary>The condition of a step whose rule can't be named.</summary>
    public const string Untold = "the rules changed meanwhile: the kernel reported a number that may be of another rule, or of the end of the chain";

    /// <summary>When the kernel calls a built-in chain; null for a user's.</summary>
    public static (InboundHook Hook, int Priority)? TurnOf(LegacyTraceLine line) => IptablesHooks.TurnOf(line.Table, line.Chain);

    /// <summary>The step; null where there is nothing to tell.</summary>
    public IptablesTraceStep? Step(LegacyTraceLine line, AddressFamily family)
    {
        var isOwn = before.IsOwn(family, IptablesBackend.Legacy);
        var table = before.Find(family, IptablesBackend.Legacy)?.FindTable(line.Table);
        if (table?.Find(line.Chain) is not { } chain || !IsTold(line, chain, table, now.Find(family, IptablesBackend.Legacy)?.FindTable(line.Table)))
            return Make(line, family, isOwn, line.Number, null, TraceOutcome.Unknown, PortVerdict.Unknown, Untold);
        if (chain.Rules.ElementAtOrDefault(line.Number - 1) is not { } rule)
        {
            return !chain.IsBuiltIn || (chain is { Rules.Count: 0, Policy: ChainPolicy.Accept } && !(isOwn && line.Table == "filter")) ? null
                : Make(line, family, isOwn, null, null, TraceOutcome.Policy, chain.Policy == ChainPolicy.Drop ? PortVerdict.Drop : PortVerdict.Accept, null);
        }
        var (outcome, verdict) = Meaning(rule, table);
        return Make(line, family, isOwn, rule.Number, rule, outcome, verdict, verdict == PortVerdict.Unknown ? $"target {rule.Target}" : null);
    }

    /// <summary>
    /// Whether the number is that of the rule that was read. Rules that were changed and put back look as if nothing had happened; but then it is
    /// another one whose counter rose.
    /// </summary>
    private static bool IsTold(LegacyTraceLine line, IptablesChain chain, IptablesTable table, IptablesTable? later)
        => later?.Find(chain.Name) is { } same && table.SaysTheSameAs(later) && (line.Number <= chain.Rules.Count
            ? chain.Rules[line.Number - 1].Packets != same.Rules[line.Number - 1].Packets
            : line.Number == chain.Rules.Count + 1 && (!chain.IsBuiltIn || chain.Packets != same.Packets));

    private IptablesTraceStep Make(
        LegacyTraceLine line, AddressFamily family, bool isOwn, int? number, IptablesRule? rule, TraceOutcome outcome, PortVerdict? verdict, string? condition) => new()
    {
        Step = 0,
        AddressFamily = family,
        Table = isOwn ? line.Table : $"legacy {line.Table}",
        Chain = line.Chain,
        RuleNumber = number,
        Rule = rule,
        RuleText = rule?.Specification,
        Outcome = outcome,
        Verdict = verdict,
        Conditions = condition is null ? [] : [condition],
        NetworkNamespace = before.Own[0].NetworkNamespace,
    };

    private static (TraceOutcome Outcome, PortVerdict? Verdict) Meaning(IptablesRule rule, IptablesTable table) => RuleMeaning.Of(rule, table).Action switch
    {
        RuleAction.Jump => (TraceOutcome.Jump, null),
        RuleAction.Goto => (TraceOutcome.Goto, null),
        RuleAction.Return => (TraceOutcome.Return, null),
        RuleAction.Accept or RuleAction.Translate => (TraceOutcome.Match, PortVerdict.Accept),
        RuleAction.Drop => (TraceOutcome.Match, PortVerdict.Drop),
        RuleAction.Reject => (TraceOutcome.Match, PortVerdict.Reject),
        RuleAction.Unknown => (TraceOutcome.Match, PortVerdict.Unknown),
        _ => (TraceOutcome.Match, null),
    };
}
