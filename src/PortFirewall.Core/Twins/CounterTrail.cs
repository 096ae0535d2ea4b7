namespace PortFirewall;

/// <summary>Tells by the counters of rules who decided about a packet that went through in between.</summary>
internal static class CounterTrail
{
    /// <summary>The order in which tables see a packet on its way in.</summary>
    private static readonly string[] Tables = ["raw", "mangle", "nat", "filter", "security"];

    /// <summary>Who did it: a rule, a policy, or something that these rules know nothing of.</summary>
    /// <param name="before">The rules ahead of the packet.</param>
    /// <param name="after">The rules behind it.</param>
    /// <param name="verdict">What became of it.</param>
    /// <param name="said">What the analysis says of it.</param>
    public static PathOutcome Find(IptablesRuleset before, IptablesRuleset after, PortVerdict verdict, DecidedPart said)
    {
        var part = said.Decider.Part;
        var tables = Tables.Where(t => verdict != PortVerdict.Accept || t == "filter").Select(after.FindTable).OfType<IptablesTable>().ToList();
        foreach (var table in tables)
        {
            foreach (var chain in table.Chains)
            {
                var rule = chain.Rules.Where(r => Decides(r, verdict)).FirstOrDefault(r => r.Packets > Earlier(before, r));
                if (rule is not null)
                    return new PathOutcome(part, verdict, rule.Place, rule);
            }
        }
        // The nft backend does not count what a policy decides. Where the analysis is certain of another verdict, none of these did it.
        var mayBePolicy = verdict == PortVerdict.Accept || (verdict == PortVerdict.Drop && said.Verdict == PortVerdict.Unknown);
        var policy = !mayBePolicy ? null : tables.SelectMany(t => t.Chains).FirstOrDefault(c => c.Name is "PREROUTING" or "INPUT" && c.Policy == (verdict == PortVerdict.Accept ? ChainPolicy.Accept : ChainPolicy.Drop));
        var place = policy is null ? "another hook" : IptablesRule.PlaceOf(policy.Table, policy.Name, "policy");
        return new PathOutcome(part, verdict, place, null);
    }

    private static bool Decides(IptablesRule rule, PortVerdict verdict) => verdict switch
    {
        PortVerdict.Accept => rule.Target == "ACCEPT",
        PortVerdict.Reject => rule.Target == "REJECT",
        _ => rule.Target is "DROP" or "REJECT",
    };

    private static ulong Earlier(IptablesRuleset before, IptablesRule rule)
        => before.FindChain(rule.Table, rule.Chain)?.Rules.ElementAtOrDefault(rule.Number - 1)?.Packets ?? 0;
}
