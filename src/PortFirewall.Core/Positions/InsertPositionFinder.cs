namespace PortFirewall;

/// <summary>Works out where an allow rule belongs: directly ahead of the first broad block that its packets would meet.</summary>
internal static class InsertPositionFinder
{
    /// <exception cref="FirewallException"><c>ChainNotFound</c>.</exception>
    public static IptablesInsertPosition Find(IptablesRuleset ruleset, PortRule rule)
    {
        var chain = ruleset.RequireChain(rule.Table, rule.Chain);
        var scan = new BlockScanner(ruleset.FindTable(rule.Table)!, rule.Chain).Scan(chain, [PathPart.Start(rule.Packets)]);
        var elsewhere = scan.End == ScanEnd.Accepted ? FindBlockElsewhere(ruleset, rule) : null;
        return new IptablesInsertPosition
        {
            AddressFamily = ruleset.AddressFamily,
            Table = rule.Table,
            Chain = scan.Chain.Name,
            RuleNumber = scan.Number,
            Protocol = rule.Protocol,
            Port = rule.Port.ToString(),
            Blocker = scan.End == ScanEnd.Blocked ? scan.Decider : elsewhere?.DecidedBy,
            BlockerRule = scan.End == ScanEnd.Blocked ? scan.Rule : elsewhere?.Rule,
            StillBlocked = scan.Ahead,
            Bypassed = scan.Behind,
            AlreadyAccepted = scan.End == ScanEnd.Accepted && elsewhere is null,
            AcceptedBy = scan.End == ScanEnd.Accepted && elsewhere is null ? scan.Rule : null,
            Reason = elsewhere is null ? PositionReason.Of(scan)
                : $"No place in {rule.Chain} helps: {elsewhere.DecidedBy} stops the packets outside of it.",
            NetworkNamespace = ruleset.NetworkNamespace,
        };
    }

    /// <summary>What the chain accepts may be stopped in another table all the same.</summary>
    private static PathOutcome? FindBlockElsewhere(IptablesRuleset ruleset, PortRule rule)
    {
        var outcomes = InboundPath.Walk(ruleset, rule.Packets);
        return outcomes.Count > 0 && outcomes.TrueForAll(o => o.Stops) ? outcomes[0] : null;
    }
}
