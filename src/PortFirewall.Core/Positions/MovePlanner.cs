namespace PortFirewall;

/// <summary>Plans the move of one rule within its chain.</summary>
internal static class MovePlanner
{
    /// <summary>The rule as it stands in the live rule set, and the number that it shall have.</summary>
    /// <param name="ruleset">The rule set as it is.</param>
    /// <param name="rule">The rule, as it was when somebody read it.</param>
    /// <param name="position">The number that the user insists on; null to have it worked out.</param>
    /// <param name="force">Move it behind what stops its packets all the same.</param>
    /// <exception cref="FirewallException">
    /// <c>ChainNotFound</c>, <c>RuleNotFound</c>, <c>InvalidPosition</c>, <c>PositionBehindBlock</c>, <c>PositionNotComputable</c>.
    /// </exception>
    public static (IptablesRule Rule, int Number) Plan(IptablesRuleset ruleset, IptablesRule rule, int? position, bool force)
    {
        var chain = ruleset.RequireChain(rule.Table, rule.Chain);
        var live = RuleIdentity.Require(chain, rule);
        var others = ruleset.With(chain.With(chain.Rules.Where(r => !ReferenceEquals(r, live)).Select((r, i) => r.WithNumber(i + 1))));
        var asked = PortRuleReader.Read(live) is { Target: "ACCEPT" } port ? port : null;
        var computed = asked is null ? null : InsertPositionFinder.Find(others, asked);
        if (position is { } wanted)
        {
            if (wanted < 1 || wanted > chain.Rules.Count)
                throw InputErrors.InvalidPosition(wanted, chain.Rules.Count);
            if (computed is { Blocker: { } blocker } && computed.Chain == chain.Name && wanted > computed.RuleNumber && !force)
                throw RulesetErrors.PositionBehindBlock(wanted, chain.Name, blocker, computed.RuleNumber);
            return (live, wanted);
        }
        if (computed is null || computed.Chain != chain.Name)
            throw RulesetErrors.PositionNotComputable(live, computed?.Chain);
        return (live, computed.RuleNumber);
    }
}
