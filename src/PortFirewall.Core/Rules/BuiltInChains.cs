namespace PortFirewall;

/// <summary>
/// The chains that the kernel has whether or not a tool has printed them: <c>iptables-nft</c> makes a table only when the
/// first rule goes in, and a legacy table is not there until somebody asks for it. Until then each accepts everything.
/// </summary>
internal static class BuiltInChains
{
    /// <summary>The tables by name, each with its chains in the order of <c>iptables -L</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> ByTable = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["filter"] = ["INPUT", "FORWARD", "OUTPUT"],
        ["nat"] = ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
        ["mangle"] = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
        ["raw"] = ["PREROUTING", "OUTPUT"],
        ["security"] = ["INPUT", "FORWARD", "OUTPUT"],
    };

    public static bool Contains(string table, ReadOnlySpan<char> chain)
    {
        foreach (var name in ByTable.GetValueOrDefault(table, []))
        {
            if (chain.SequenceEqual(name))
                return true;
        }
        return false;
    }

    /// <summary>The tables as read, and whatever else the kernel has by itself, empty.</summary>
    public static IReadOnlyList<IptablesTable> Complete(
        List<IptablesTable> read, AddressFamily family, IptablesBackend? backend, string? networkNamespace)
    {
        var result = new List<IptablesTable>();
        foreach (var (table, chains) in ByTable)
        {
            var found = read.Find(t => t.Name == table);
            if (found is not null && chains.All(c => found.Find(c) is not null))
                result.Add(found);
            else
                result.Add(new IptablesTable(table,
                    chains.Select(c => found?.Find(c) ?? Empty(table, c, family, backend, networkNamespace)).Concat(found?.Chains.Where(c => !chains.Contains(c.Name)) ?? []).ToArray())
                {
                    IsThere = found is not null,
                });
        }
        result.AddRange(read.Where(t => !ByTable.ContainsKey(t.Name)));
        return result;
    }

    private static IptablesChain Empty(string table, string chain, AddressFamily family, IptablesBackend? backend, string? networkNamespace) => new()
    {
        Name = chain,
        Table = table,
        AddressFamily = family,
        Policy = ChainPolicy.Accept,
        IsPolicyGiven = false,
        Rules = [],
        Backend = backend,
        NetworkNamespace = networkNamespace,
    };
}
