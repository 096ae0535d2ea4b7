namespace PortFirewall;

/// <summary>Works out where an allow rule belongs: directly ahead of the first broad block that its packets would meet.</summary>
internal static class InsertPositionFinder
{
    /// <exception cref="FirewallException"><c>ChainNotFound</c>, <c>ChainNotCalled</c>.</exception>
    public static IptablesInsertPosition Find(IptablesRuleset ruleset, PortRule rule)
    {
        (ruleset, var packets) = RuleQuestion.Of(ruleset, rule.Packets);
        var chain = ruleset.RequireChain(rule.Table, rule.Chain);
        if (ruleset.FindTable(rule.Table)!.WhyNotCalled(rule.Chain) is { } whyNot)
            throw RulesetErrors.ChainNotCalled(rule.Chain, whyNot, ruleset.AddressFamily);
        var atInput = new List<PacketClass>();
        var outcomes = InboundPath.Walk(ruleset, packets);
        var beside = InboundPath.WalkBeside(ruleset, packets, atInput);
        List<PacketClass> met = [];
        TranslatedPackets? translated = null;
        // Only of INPUT is it known which packets reach it: a chain of somebody's own may be reached from FORWARD too.
        if (rule is { Table: "filter", Chain: "INPUT" } && outcomes.Exists(o => TranslatedPackets.AreTaken(o, rule)))
        {
            met = [.. atInput.Select(p => TranslatedPackets.Met(p, rule)).OfType<PacketClass>().Distinct()];
            translated = TranslatedPackets.Among(ruleset, rule, packets, outcomes, met);
            outcomes.RemoveAll(o => TranslatedPackets.AreTaken(o, rule));
            beside.RemoveAll(o => TranslatedPackets.AreTaken(o, rule));
        }
        var start = translated is { AreAll: false } ? met.ConvertAll(PathPart.Start) : [PathPart.Start(packets)];
        var scan = new BlockScanner(ruleset.FindTable(rule.Table)!, rule.Chain, ruleset.Facts).Scan(chain, start);
        return translated is { AreAll: true } ? Nowhere(ruleset, rule, scan, translated) : Place(ruleset, rule, scan, outcomes, beside, translated);
    }

    private static IptablesInsertPosition Place(
        IptablesRuleset ruleset, PortRule rule, ScanResult scan, List<PathOutcome> outcomes, List<PathOutcome> beside, TranslatedPackets? translated)
    {
        // Of those who stop them, rather one who does so for certain.
        var elsewhere = beside.Count > 0 && beside.TrueForAll(o => o.Stops) ? beside.Find(o => o.IsCertain) ?? beside[0] : null;
        // What stops a part of the packets in another table does so wherever in this one the rule goes.
        var narrowElsewhere = outcomes.Where(o => o.Stops && o.Table != rule.Table && elsewhere is null).Select(o => o.Rule).OfType<IptablesRule>();
        scan = scan with { Ahead = [.. scan.Ahead.Union(narrowElsewhere)] };
        var chainAccepts = scan.End == ScanEnd.Accepted && elsewhere is null;
        var unread = UnreadFirewall.Warn(beside);
        var others = elsewhere is null ? OtherHooks.Warn(beside) : null;
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
            UncertainElsewhere = Join(others, elsewhere is null ? translated?.Warning : null),
            Caution = elsewhere is null ? PositionReason.Caution(scan) : null,
            StillBlocked = scan.Ahead,
            Bypassed = scan.Behind,
            ChainAccepts = chainAccepts,
            AlreadyAccepted = chainAccepts && unread is null && translated?.AreAccepted != false && !scan.Ahead.Intersect(scan.MayStopAll).Any(),
            AcceptedBy = chainAccepts ? scan.Rule : null,
            // What the chain accepts may be stopped in another table all the same.
            Reason = Join(
                elsewhere is null ? Join(PositionReason.Of(scan, Accepting(outcomes)), others, unread) : $"No place in {rule.Chain} helps: {elsewhere.DecidedBy} stops the packets outside of it.",
                translated?.Warning)!,
            NetworkNamespace = ruleset.NetworkNamespace,
        };
    }

    /// <summary>Where no place helps, since none of the packets is the same any more when the chain is shown it.</summary>
    private static IptablesInsertPosition Nowhere(IptablesRuleset ruleset, PortRule rule, ScanResult scan, TranslatedPackets translated)
    {
        var stopper = translated.Outcomes.FirstOrDefault(o => o.Stops && o.IsCertain) ?? translated.Outcomes.FirstOrDefault(o => o.Stops);
        var isAccepted = translated.AreAccepted;
        var unread = UnreadFirewall.Warn(translated.Outcomes);
        return new IptablesInsertPosition
        {
            AddressFamily = ruleset.AddressFamily,
            Table = rule.Table,
            Chain = scan.Chain.Name,
            RuleNumber = scan.Number,
            Protocol = rule.Protocol,
            Port = rule.Port.ToString(),
            Blocker = isAccepted ? null : stopper?.DecidedBy,
            BlockerRule = isAccepted ? null : stopper?.Rule,
            StillBlocked = [],
            Bypassed = [],
            AlreadyAccepted = isAccepted,
            AcceptedBy = isAccepted ? Accepting(translated.Outcomes).LastOrDefault() : null,
            Translated = translated,
            Reason = Join($"No place in {rule.Chain} helps: {translated.Clause}.", unread)!,
            NetworkNamespace = ruleset.NetworkNamespace,
        };
    }

    private static List<IptablesRule> Accepting(IReadOnlyList<PathOutcome> outcomes)
        => [.. outcomes.Where(o => o.Verdict == PortVerdict.Accept).Select(o => o.Rule).OfType<IptablesRule>().Distinct()];

    private static string? Join(params string?[] sentences) => Array.Exists(sentences, s => s is not null) ? string.Join(' ', sentences.OfType<string>()) : null;
}
