namespace PortFirewall;

/// <summary>Gathers the chains and rules of one table while it is read.</summary>
internal sealed class TableBuilder(string name, AddressFamily family, IptablesBackend? backend, string? networkNamespace)
{
    private readonly List<(string Name, ChainPolicy Policy, ulong Packets, ulong Bytes)> _chains = [];
    private readonly Dictionary<string, (string Name, List<IptablesRule> Rules)> _rules = new(StringComparer.Ordinal);
    private readonly string _table = string.Intern(name);
    private (string Name, List<IptablesRule> Rules)? _latest;

    public string Name => _table;

    /// <summary>False where the chain is there already.</summary>
    public bool AddChain(string chain, ChainPolicy policy, ulong packets, ulong bytes)
    {
        if (!_rules.TryAdd(chain, (chain, [])))
            return false;
        _chains.Add((chain, policy, packets, bytes));
        return true;
    }

    /// <summary>False where the chain was not declared.</summary>
    public bool AddRule(string chain, string specification, ulong packets, ulong bytes)
    {
        if (_latest?.Name != chain)
        {
            if (!_rules.TryGetValue(chain, out var found))
                return false;
            _latest = found;
        }
        var (declared, rules) = _latest.Value;
        rules.Add(new IptablesRule
        {
            Number = rules.Count + 1,
            Chain = declared,
            Table = _table,
            AddressFamily = family,
            Packets = packets,
            Bytes = bytes,
            Specification = specification,
            Backend = backend,
            NetworkNamespace = networkNamespace,
        });
        return true;
    }

    public IptablesTable Build()
    {
        var references = new Lazy<Dictionary<string, int>>(CountReferences);
        return new IptablesTable(_table, [.. _chains.Select(c => new IptablesChain
        {
            Name = c.Name,
            Table = _table,
            AddressFamily = family,
            Policy = c.Policy,
            Packets = c.Packets,
            Bytes = c.Bytes,
            Rules = _rules[c.Name].Rules,
            Backend = backend,
            NetworkNamespace = networkNamespace,
            Referenced = chain => references.Value.GetValueOrDefault(chain),
        })]);
    }

    private Dictionary<string, int> CountReferences()
        => _rules.Values.SelectMany(r => r.Rules).Select(r => r.Target).OfType<string>()
            .GroupBy(t => t, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
}
