namespace PortFirewall;

/// <summary>Works out where an allow rule belongs: directly ahead of the first broad block that its packets would meet.</summary>
internal static class InsertPositionFinder
{
    /// <exception cref="FirewallException"><c>ChainNotFound</c>.</exception>
    public static IptablesInsertPosition Find(IptablesRuleset ruleset, PortRule rule)
    {
        (ruleset, var packets) = RuleQuestion.Of(ruleset, rule.Packets);
        var chain = ruleset.RequireChain(rule.Table, rule.Chain);
        var scan = new BlockScanner(ruleset.FindTable(rule.Table)!, rule.Chain, ruleset.Facts).Scan(chain, [PathPart.Start(packets)]);
        var outcomes = InboundPath.Walk(ruleset, packets);
        var beside = InboundPath.WalkBeside(ruleset, packets);
        // Of those who stop them, rather one who does so for certain.
        var elsewhere = beside.Count > 0 && beside.TrueForAll(o => o.Stops) ? beside.Find(o => o.IsCertain) ?? beside[0] : null;
        // What stops a part of the packets in another table does so wherever in this one the rule goes.
        var narrowElsewhere = outcomes.Where(o => o.Stops && o.Table != rule.Table && elsewhere is null).Select(o => o.Rule).OfType<IptablesRule>();
        scan = scan with { Ahead = [.. scan.Ahead.Union(narrowElsewhere)] };
        var chainAccepts = scan.End == ScanEnd.Accepted && elsewhere is null;
        var unread = UnreadFirewall.Warn(beside);
        return new IptablesInsertPosition
        {
            AddressFamily = ruleset.AddressFamily,
            Table = rule.Table,
            Chain = scan.Chain.Name,
            RuleNumber = scan.Number,
            Protocol = rule.Protocol,
            Port = rule.Port.ToString(),
            Blocker = elsewhere?.DecidedBy ?? (scan.End == ScanEnd.Blocked ? scan.Decider : null),
            BlockerRule = elsewhere is not null ? elsewhere.Rule : scan.End == ScanEnd.Blocked ? scan.Rule : null,
            BlockedElsewhere = elsewhere?.DecidedBy,
            UncertainElsewhere = elsewhere is null ? OtherHooks.Warn(beside) : null,
            StillBlocked = scan.Ahead,
            Bypassed = scan.Behind,
            ChainAccepts = chainAccepts,
            AlreadyAccepted = chainAccepts && unread is null,
            AcceptedBy = chainAccepts ? scan.Rule : null,
            // What the chain accepts may be stopped in another table all the same.
            Reason = elsewhere is null ? string.Join(' ', new[] { PositionReason.Of(scan, Accepting(outcomes)), unread }.OfType<string>())
                : $"No place in {rule.Chain} helps: {elsewhere.DecidedBy} stops the packets outside of it.",
            NetworkNamespace = ruleset.NetworkNamespace,
        };
    }

    private static List<IptablesRule> Accepting(List<PathOutcome> outcomes)
        => [.. outcomes.Where(o => o.Verdict == PortVerdict.Accept).Select(o => o.Rule).OfType<IptablesRule>().Distinct()];
}
