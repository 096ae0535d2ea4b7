namespace PortFirewall;

/// <summary>Which packets a rule takes, of all that there are, and what it does with them.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Boxes">The packets that it may take, disjoint; empty where it can match nothing.</param>
/// <param name="IsCertain">Whether it takes all of them, whenever they come.</param>
/// <param name="Action">What it does with them.</param>
internal sealed record RuleFootprint(IptablesRule Rule, IReadOnlyList<PacketBox> Boxes, bool IsCertain, RuleAction Action)
{
    /// <summary>Those that end the way of a packet through the table, beside the plain verdicts (<c>iptables-extensions(8)</c>).</summary>
    private static readonly HashSet<string> EndsInNat = new(StringComparer.Ordinal) { "DNAT", "SNAT", "REDIRECT", "MASQUERADE", "NETMAP" };

    public bool Stops => Action is RuleAction.Drop or RuleAction.Reject;

    /// <summary>Whether a packet that the rule takes goes no further in this table.</summary>
    public bool Ends => Stops || Action == RuleAction.Accept || (Rule.Table == "nat" && Rule.Target is { } target && EndsInNat.Contains(target));

    /// <summary>Whether the rule, taking a packet, does anything that would be missed without it and is no verdict.</summary>
    public bool HasSideEffect => Action is RuleAction.Continue or RuleAction.Change && Rule.Target is not null;

    /// <summary>What becomes of a packet, in words that are equal for rules that do the same.</summary>
    public string Verdict { get; } = Rule.Target is null ? "" : RuleNormalForm.Of(TargetOf(Rule), Rule.AddressFamily);

    private static RuleSyntax TargetOf(IptablesRule rule)
    {
        var only = new RuleSyntax { Target = rule.Target, IsGoto = rule.IsGoto };
        only.TargetOptions.AddRange(rule.TargetOptions);
        return only;
    }
}
