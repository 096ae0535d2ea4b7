namespace PortFirewall;

/// <summary>
/// Turns what the legacy tables report of a packet into steps. They tell of each rule ahead of what it does, and not what came of it: that is
/// what the rule's target says.
/// </summary>
/// <param name="rules">The rules, by whose numbers the kernel names them.</param>
internal sealed class LegacyTraceSteps(TracedRules rules)
{
    /// <summary>When the kernel calls a built-in chain; null for a user's.</summary>
    public static (InboundHook Hook, int Priority)? TurnOf(LegacyTraceLine line) => IptablesHooks.TurnOf(line.Table, line.Chain);

    /// <summary>The step; null where there is nothing to tell.</summary>
    public IptablesTraceStep? Step(LegacyTraceLine line, AddressFamily family)
    {
        var table = rules.Find(family, IptablesBackend.Legacy)?.FindTable(line.Table);
        var chain = table?.Find(line.Chain);
        var rule = chain?.Rules.ElementAtOrDefault(line.Number - 1);
        var isOwn = rules.IsOwn(family, IptablesBackend.Legacy);
        if (rule is null && chain is { IsBuiltIn: false })
            return null;
        if (rule is null && chain is { Rules.Count: 0, Policy: ChainPolicy.Accept } && !(isOwn && line.Table == "filter"))
            return null;
        var (outcome, verdict) = rule is not null ? Meaning(rule, table!)
            : (TraceOutcome.Policy, chain is null ? PortVerdict.Unknown : chain.Policy == ChainPolicy.Drop ? PortVerdict.Drop : PortVerdict.Accept);
        return new IptablesTraceStep
        {
            Step = 0,
            AddressFamily = family,
            Table = isOwn ? line.Table : $"legacy {line.Table}",
            Chain = line.Chain,
            RuleNumber = rule?.Number,
            Rule = rule,
            RuleText = rule?.Specification,
            Outcome = outcome,
            Verdict = verdict,
            Conditions = verdict == PortVerdict.Unknown ? [$"target {rule?.Target}"] : [],
            NetworkNamespace = rules.Own[0].NetworkNamespace,
        };
    }

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
