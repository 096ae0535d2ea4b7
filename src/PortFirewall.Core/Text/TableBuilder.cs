namespace PortFirewall;

/// <summary>Gathers the chains and rules of one table while it is read.</summary>
internal sealed class TableBuilder(string name, AddressFamily family, IptablesBackend? backend, string? networkNamespace)
{
    private readonly List<ChainBuilder> _chains = [];
    private readonly Dictionary<string, ChainBuilder> _byName = new(StringComparer.Ordinal);
    private readonly string _table = string.Intern(name);
    private ChainBuilder? _latest;

    public string Name => _table;

    /// <summary>The chain; null where it is not declared. The kernel's own chains are there without being declared.</summary>
    public ChainBuilder? Find(ReadOnlySpan<char> chain)
    {
        if (_latest is not null && chain.SequenceEqual(_latest.Name))
            return _latest;
        if (_byName.TryGetValue(chain.ToString(), out var found) || BuiltInChains.Contains(_table, chain) && TryAdd(found = new ChainBuilder(chain.ToString()) { Policy = ChainPolicy.Accept, IsPolicyGiven = false }))
            _latest = found;
        return found;
    }

    public ChainBuilder? FindDeclared(string chain) => _byName.GetValueOrDefault(chain);

    /// <summary>False where the chain is there already.</summary>
    public bool TryAdd(ChainBuilder chain)
    {
        if (!_byName.TryAdd(chain.Name, chain))
            return false;
        _chains.Add(chain);
        return true;
    }

    public void Remove(string chain)
    {
        if (_byName.Remove(chain, out var removed))
            _chains.Remove(removed);
        _latest = null;
    }

    public void Clear() => _chains.ForEach(c => c.Clear());

    public IptablesRule Rule(ChainBuilder chain, string specification, ulong packets, ulong bytes) => new()
    {
        Number = chain.Count + 1,
        Chain = chain.Name,
        Table = _table,
        AddressFamily = family,
        Packets = packets,
        Bytes = bytes,
        Specification = specification,
        Backend = backend,
        NetworkNamespace = networkNamespace,
    };

    public IptablesTable Build()
    {
        var references = new Lazy<Dictionary<string, int>>(CountReferences);
        return new IptablesTable(_table, _chains.Select(c => new IptablesChain
        {
            Name = c.Name,
            Table = _table,
            AddressFamily = family,
            Policy = c.Policy,
            IsPolicyGiven = c.IsPolicyGiven,
            Packets = c.Packets,
            Bytes = c.Bytes,
            Rules = c.Build(),
            Backend = backend,
            NetworkNamespace = networkNamespace,
            Referenced = chain => references.Value.GetValueOrDefault(chain),
        }).ToArray());
    }

    private Dictionary<string, int> CountReferences()
        => _chains.SelectMany(c => c.Build()).Select(r => r.Target).OfType<string>()
            .GroupBy(t => t, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
}
