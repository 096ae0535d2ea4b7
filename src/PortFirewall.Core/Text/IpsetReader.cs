namespace PortFirewall;

/// <summary>Reads what <c>ipset save</c> prints (<c>ipset(8)</c>). A set of a kind that is not known here, or with an entry that is not understood, is left out.</summary>
internal sealed class IpsetReader
{
    private readonly Dictionary<string, IpsetBuilder> _sets = new(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, Ipset> Read(string text)
    {
        var reader = new IpsetReader();
        foreach (var line in text.Split('\n'))
            reader.Add(line);
        return reader.Finish();
    }

    /// <summary>Takes the next line: <c>create NAME TYPE …</c> or <c>add NAME ENTRY …</c>.</summary>
    public void Add(string line)
    {
        switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["create", var name, var type, .. var options]:
                _sets[name] = new IpsetBuilder(type, options);
                break;
            case ["add", var name, var entry, .. var options] when _sets.TryGetValue(name, out var set):
                set.Add(entry, options.Contains("nomatch"));
                break;
        }
    }

    public IReadOnlyDictionary<string, Ipset> Finish()
    {
        var result = new Dictionary<string, Ipset>(StringComparer.Ordinal);
        foreach (var (name, builder) in _sets)
        {
            if (builder.Build() is { } set)
                result[name] = set;
        }
        foreach (var (name, builder) in _sets)
        {
            if (builder.Members is { } members && Join(members, result) is { } joined)
                result[name] = joined;
        }
        return result;
    }

    /// <summary>A <c>list:set</c> has what is in any of its sets; sets of several kinds in one list are not told apart here.</summary>
    private static Ipset? Join(IReadOnlyList<string> members, Dictionary<string, Ipset> sets)
    {
        var found = members.Select(m => sets.GetValueOrDefault(m)).ToList();
        if (found.Count == 0 || found[0] is not { } first || !found.TrueForAll(s => s is not null && s.Family == first.Family && s.Dimensions == first.Dimensions))
            return null;
        return first with
        {
            Members = members,
            Entries = [.. found.SelectMany(s => s!.Entries).GroupBy(e => (e.Protocol, Port: e.Addresses is null ? null : e.Ports)).Select(g => g.Aggregate((a, b) => a with
            {
                Addresses = a.Addresses?.Union(b.Addresses!),
                Ports = a.Ports?.Union(b.Ports!),
            }))],
        };
    }
}
