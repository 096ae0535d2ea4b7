namespace PortFirewall;

/// <summary>Which issue it is that no packet comes to a rule: exactly one.</summary>
internal static class DeadRuleKind
{
    public static RuleIssueId Of(DeadRule dead)
    {
        if (dead.Causes.Count == 0)
            return RuleIssueId.EmptyMatch;
        if (dead.Related is [var only] && only.Chain == dead.Rule.Chain && DuplicateIssues.SayTheSame(only, dead.Rule))
            return RuleIssueId.Duplicate;
        if (dead.Footprint.Action == RuleAction.Accept && dead.Causes.Any(c => c.Decider.Stops))
            return RuleIssueId.AllowBehindBlock;
        var takesAll = dead.Causes is [var cause] && cause.Rule.Chain == dead.Rule.Chain && cause.Box.Contains(PacketBox.Everything(dead.Rule.AddressFamily));
        return takesAll ? RuleIssueId.Unreachable : RuleIssueId.Shadowed;
    }
}
