namespace PortFirewall;

/// <summary>The chains of a table of iptables. A rule is worked out once, when a packet first comes to it.</summary>
/// <param name="table">The table.</param>
/// <param name="facts">What is known of the host.</param>
/// <param name="prefix">What stands before the places of its rules, where they are the other backend's: <c>legacy </c>.</param>
internal sealed class IptablesRules(IptablesTable table, HostFacts? facts = null, string prefix = "") : IRuleChains
{
    private readonly Dictionary<IptablesRule, RuleMeaning> _meanings = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<RuleMeaning>? Find(string chain) => table.Find(chain)?.Rules.Select(MeaningOf);

    public IEnumerable<RuleMeaning>? Find(string chain, IReadOnlyList<PathPart> packets)
        => table.Find(chain)?.Rules.Where(rule => rule.Native is not null || PortGlance.MayTake(rule.Specification, packets)).Select(MeaningOf);

    public IEnumerable<(string Place, string Text)> Texts(string chain)
        => table.Find(chain)?.Rules.Select(rule => (prefix + rule.Place, rule.Native is { } native ? NftStatementText.Of(native) : rule.Specification)) ?? [];

    public IRuleChains With(HostFacts known) => new IptablesRules(table, known, prefix);

    public IEnumerable<RuleMeaning> All => table.Chains.SelectMany(c => c.Rules).Select(MeaningOf);

    public RuleMeaning MeaningOf(IptablesRule rule)
    {
        if (!_meanings.TryGetValue(rule, out var meaning))
            _meanings[rule] = meaning = RuleMeaning.Of(rule, table, facts, prefix);
        return meaning;
    }
}
