namespace PortFirewall;

/// <summary>The chains of a table of nft, as packets of one family meet them.</summary>
internal sealed class NftChains(NftTable table, AddressFamily family, HostFacts? facts = null) : IRuleChains
{
    private readonly Dictionary<string, List<RuleMeaning>> _understood = new(StringComparer.Ordinal);

    public IEnumerable<RuleMeaning> All => table.Chains.Keys.SelectMany(c => Find(c)!);

    public IEnumerable<(string Place, string Text)> Texts(string chain)
        => table.Chains.TryGetValue(chain, out var found) ? found.Rules.Select(rule => (rule.Place, NftStatementText.Of(rule))) : [];

    public IRuleChains With(HostFacts known) => new NftChains(table, family, known);

    public IEnumerable<RuleMeaning>? Find(string chain)
    {
        if (!table.Chains.TryGetValue(chain, out var found))
            return null;
        if (!_understood.TryGetValue(chain, out var meanings))
            _understood[chain] = meanings = [.. found.Rules.SelectMany(rule => NftRuleReader.Read(rule, family, facts))];
        return meanings;
    }
}
