using System.Collections.Immutable;

namespace PortFirewall;

/// <summary>Gathers the rules of one chain while it is read.</summary>
internal sealed class ChainBuilder(string name)
{
    private readonly List<IptablesRule> _rules = [];

    // A list would move all rules for each that is inserted: a file of nothing but -I would take hours.
    private ImmutableList<IptablesRule>.Builder? _withInserted;

    public string Name { get; } = name;

    public ChainPolicy Policy { get; set; }

    /// <inheritdoc cref="IptablesChain.IsPolicyGiven"/>
    public bool IsPolicyGiven { get; set; } = true;

    public ulong Packets { get; init; }

    public ulong Bytes { get; init; }

    public int Count => _withInserted?.Count ?? _rules.Count;

    public void Append(IptablesRule rule)
    {
        if (_withInserted is null)
            _rules.Add(rule);
        else
            _withInserted.Add(rule);
    }

    /// <summary>Puts a rule at a position from 1; false where there is no such position.</summary>
    public bool Insert(int number, IptablesRule rule)
    {
        if (number < 1 || number > Count + 1)
            return false;
        _withInserted ??= ImmutableList.CreateRange(_rules).ToBuilder();
        _withInserted.Insert(number - 1, rule);
        return true;
    }

    public void Clear()
    {
        _rules.Clear();
        _withInserted = null;
    }

    /// <summary>The rules in order, each with its number.</summary>
    public IReadOnlyList<IptablesRule> Build()
        => _withInserted is null ? _rules : _withInserted.Select((rule, index) => rule.WithNumber(index + 1)).ToArray();
}
