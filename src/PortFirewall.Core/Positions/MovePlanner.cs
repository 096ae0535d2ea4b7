namespace PortFirewall;

/// <summary>Plans the move of one rule within its chain.</summary>
internal static class MovePlanner
{
    /// <summary>Finds the rule in the live rule set, and where it belongs there.</summary>
    /// <param name="ruleset">The rule set as it is.</param>
    /// <param name="rule">The rule, as it was when somebody read it.</param>
    /// <param name="position">The number that the user insists on; null to have it worked out.</param>
    /// <param name="force">Move it behind what stops its packets all the same.</param>
    /// <exception cref="FirewallException">
    /// <c>ChainNotFound</c>, <c>RuleNotFound</c>, <c>InvalidPosition</c>, <c>PositionBehindBlock</c>, <c>BlockedElsewhere</c>, <c>PortTranslated</c>, <c>PositionNotComputable</c>.
    /// </exception>
    public static MovePlan Plan(IptablesRuleset ruleset, IptablesRule rule, int? position, bool force)
    {
        var chain = ruleset.RequireChain(rule.Table, rule.Chain);
        var live = RuleIdentity.Require(chain, rule);
        var others = ruleset.With(chain.With(chain.Rules.Where(r => !ReferenceEquals(r, live)).Select((r, i) => r.WithNumber(i + 1))));
        var asked = PortRuleReader.Read(live) is { Target: "ACCEPT" } port ? port : null;
        var computed = asked is null ? null : InsertPositionFinder.Find(others, asked);
        if (position is { } outside && (outside < 1 || outside > chain.Rules.Count))
            throw InputErrors.InvalidPosition(outside, chain.Rules.Count);
        if (computed is { Translated: { } translated } && !force)
            throw translated.ErrorFor(asked!);
        if (computed is { BlockedElsewhere: { } stopper } && !force)
            throw RulesetErrors.BlockedElsewhere($"{asked!.Protocol} {asked.Port}", stopper, rule.AddressFamily);
        if (position is { } wanted)
        {
            if (computed is { Blocker: { } blocker } && computed.Chain == chain.Name && wanted > computed.RuleNumber && !force)
                throw RulesetErrors.PositionBehindBlock(wanted, chain.Name, blocker, computed.RuleNumber);
            return new MovePlan(live, wanted, computed?.UncertainElsewhere);
        }
        if (computed is null || computed.Chain != chain.Name)
            throw RulesetErrors.PositionNotComputable(live, computed?.Chain);
        return new MovePlan(live, computed.RuleNumber, computed.UncertainElsewhere);
    }
}
