namespace PortFirewall;

/// <summary>Says in a sentence why a rule belongs where it does.</summary>
internal static class PositionReason
{
    /// <param name="scan">What was found.</param>
    /// <param name="accepting">The rules that accept the packets, or a part of them, as things are.</param>
    public static string Of(ScanResult scan, IReadOnlyList<IptablesRule> accepting)
    {
        var place = $"{scan.Chain.Name}:{scan.Number}";
        var reason = scan switch
        {
            { End: ScanEnd.Accepted, Rule: not null } when accepting.Count > 1 => $"{accepting.Count} rules together accept the packets already ({Places(accepting)})",
            { End: ScanEnd.Accepted, Rule: { } rule } => $"Rule {rule.Place} accepts the packets already ({rule.Specification})",
            { End: ScanEnd.Accepted } => $"Only the policy of {scan.Chain.Name} accepts the packets; at its end the rule keeps the port open when the policy becomes DROP",
            { End: ScanEnd.Returned } => $"No rule of {scan.Chain.Name} stops the packets; the rule goes to where they would leave the chain",
            { Rule: { } rule, Because: { } because } => $"Ahead of {rule.Place} ({rule.Specification}): {because}",
            { Rule: { } rule } => $"Directly ahead of {rule.Place} ({rule.Specification}), which stops every packet that is left",
            _ when scan.Number > scan.Chain.Rules.Count => $"At the end of {scan.Chain.Name}, where only the policy DROP is left to stop the packets",
            _ => $"Ahead of {place}, from where the packets go to the policy DROP of {scan.Chain.Name}",
        };
        var narrower = scan.Ahead.Except(scan.MayStopAll).ToList();
        if (narrower.Count > 0)
            reason += $"; {Count(narrower)} {(narrower.Count == 1 ? "keeps" : "keep")} denying a part ({Places(narrower)})";
        if (MayDeny(scan) is { } undecided)
            reason += $"; {undecided}";
        if (scan.Behind.Count > 0)
            reason += $"; it steps over {Count(scan.Behind)} ({Places(scan.Behind)})";
        return reason + ".";
    }

    /// <summary>What the user should know of rules that may do anything with the packets; null where there are none.</summary>
    public static string? Caution(ScanResult scan)
        => scan is { IsHandedOver: true, Because: { } because, Rule: { } rule } ? $"The rule goes ahead of {rule.Place} ({rule.Specification}): {because}, and of these packets no more."
            : MayDeny(scan) is { } undecided ? $"{undecided}." : null;

    private static string? MayDeny(ScanResult scan)
        => scan.Ahead.Intersect(scan.MayStopAll).Select(r => $"{r.Place} ({r.Specification})").ToList() is { Count: > 0 } places
            ? $"{string.Join(", ", places)} may deny all of these packets" : null;

    private static string Count(List<IptablesRule> rules) => rules.Count == 1 ? "1 narrower rule" : $"{rules.Count} narrower rules";

    private static string Places(IReadOnlyList<IptablesRule> rules)
        => string.Join(", ", rules.Take(5).Select(r => r.Place)) + (rules.Count > 5 ? ", …" : "");
}
