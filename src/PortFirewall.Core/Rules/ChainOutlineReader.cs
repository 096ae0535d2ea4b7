namespace PortFirewall;

/// <summary>
/// Reads the chains of one table, and how many rules each has, out of what <c>iptables-save</c> prints. The rules are counted and not read: of ten
/// thousand, that takes a millisecond or two.
/// </summary>
internal sealed class ChainOutlineReader(AddressFamily family, string table)
{
    private const string Append = "-A ";

    private readonly List<string> _names = [];
    private readonly Dictionary<string, (string Policy, int Rules)> _chains = new(StringComparer.Ordinal);
    private bool _isInTable;

    /// <summary>Takes the next line.</summary>
    public void Add(string line)
    {
        if (line.StartsWith('*'))
            _isInTable = line.AsSpan(1).SequenceEqual(table);
        else if (_isInTable && line.StartsWith(':'))
            AddChain(line);
        else if (_isInTable)
            CountRule(line);
    }

    /// <summary>What has been read.</summary>
    /// <param name="isWhole">Whether it was all of it: the rules of a part of it are not to be counted.</param>
    public IReadOnlyList<ChainOutline> Finish(bool isWhole = true)
        => [.. _names.Select(name => new ChainOutline(family, name)
        {
            // A user's own chain has a dash for a policy (iptables-save(8)).
            Policy = _chains[name].Policy is "-" ? null : _chains[name].Policy,
            Rules = isWhole ? _chains[name].Rules : null,
        })];

    private void AddChain(string line)
    {
        if (line[1..].Split(' ') is not [{ Length: > 0 } name, var policy, ..])
            return;
        if (_chains.TryAdd(name, (policy, 0)))
            _names.Add(name);
    }

    private void CountRule(string line)
    {
        var start = line.StartsWith(Append, StringComparison.Ordinal) ? Append.Length : line.IndexOf("] " + Append, StringComparison.Ordinal) is > 0 and var found ? found + 2 + Append.Length : -1;
        if (start < 0)
            return;
        var end = line.IndexOf(' ', start);
        var name = end < 0 ? line[start..] : line[start..end];
        if (_chains.TryGetValue(name, out var chain))
            _chains[name] = chain with { Rules = chain.Rules + 1 };
    }
}
