namespace PortFirewall;

/// <summary>Works out where an allow rule belongs: directly ahead of the first broad block that its packets would meet.</summary>
internal static class InsertPositionFinder
{
    /// <exception cref="FirewallException"><c>ChainNotFound</c>.</exception>
    public static IptablesInsertPosition Find(IptablesRuleset ruleset, PortRule rule)
    {
        var chain = ruleset.RequireChain(rule.Table, rule.Chain);
        var scan = new BlockScanner(ruleset.FindTable(rule.Table)!, rule.Chain).Scan(chain, [PathPart.Start(rule.Packets)]);
        // Behind a rule that accepts everything already there is nothing to gain, but nothing to lose either.
        return new IptablesInsertPosition
        {
            AddressFamily = ruleset.AddressFamily,
            Table = rule.Table,
            Chain = scan.Chain.Name,
            RuleNumber = scan.Number,
            Protocol = rule.Protocol,
            Port = rule.Port.ToString(),
            Blocker = scan.End == ScanEnd.Blocked ? scan.Decider : null,
            BlockerRule = scan.End == ScanEnd.Blocked ? scan.Rule : null,
            StillBlocked = scan.Ahead,
            Bypassed = scan.Behind,
            AlreadyAccepted = scan.End == ScanEnd.Accepted,
            AcceptedBy = scan.End == ScanEnd.Accepted ? scan.Rule : null,
            Reason = PositionReason.Of(scan),
            NetworkNamespace = ruleset.NetworkNamespace,
        };
    }
}
