namespace PortFirewall;

/// <summary>
/// Gives planned rules the numbers that they will have when all are in. Rules that share a position keep the order in which
/// they were asked for, and push those behind them down.
/// </summary>
internal static class PlanNumbers
{
    public static List<PlannedRule> Assign(List<PlannedRule> plans)
    {
        var result = new PlannedRule[plans.Count];
        foreach (var chain in plans.Select((plan, index) => (Plan: plan, Index: index)).GroupBy(p => p.Plan.IsInsert ? (p.Plan.Position!.Table, p.Plan.Position.Chain) : default))
        {
            var inserted = 0;
            foreach (var (plan, index) in chain.OrderBy(p => p.Plan.IsInsert ? p.Plan.Position!.RuleNumber : 0).ThenBy(p => p.Index))
                result[index] = plan.IsInsert ? plan with { Number = plan.Position!.RuleNumber + inserted++ } : plan;
        }
        return [.. result];
    }
}
