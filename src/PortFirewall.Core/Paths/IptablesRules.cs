namespace PortFirewall;

/// <summary>The chains of a table of iptables. A rule is worked out once, when a packet first comes to it.</summary>
internal sealed class IptablesRules(IptablesTable table, HostFacts? facts = null) : IRuleChains
{
    private readonly Dictionary<IptablesRule, RuleMeaning> _meanings = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<RuleMeaning>? Find(string chain) => table.Find(chain)?.Rules.Select(MeaningOf);

    public IEnumerable<RuleMeaning>? Find(string chain, IReadOnlyList<PathPart> packets)
        => table.Find(chain)?.Rules.Where(rule => PortGlance.MayTake(rule.Specification, packets)).Select(MeaningOf);

    public RuleMeaning MeaningOf(IptablesRule rule)
    {
        if (!_meanings.TryGetValue(rule, out var meaning))
            _meanings[rule] = meaning = RuleMeaning.Of(rule, table, facts);
        return meaning;
    }
}
