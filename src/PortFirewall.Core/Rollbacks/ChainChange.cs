using System.Text;

namespace PortFirewall;

/// <summary>What becomes of one chain: the rules as they are, the rules as they will be, and which of them are the same ones.</summary>
internal sealed class ChainChange
{
    private readonly IReadOnlyList<IptablesRule> _before;
    private readonly IReadOnlyList<IptablesRule> _after;
    private readonly HashSet<IptablesRule> _kept;

    /// <param name="table">The table.</param>
    /// <param name="name">The chain.</param>
    /// <param name="before">The rules as they are.</param>
    /// <param name="after">The rules as they will be.</param>
    /// <param name="kept">The objects of <paramref name="before"/> and <paramref name="after"/> that nothing is done to.</param>
    public ChainChange(string table, string name, IReadOnlyList<IptablesRule> before, IReadOnlyList<IptablesRule> after, IEnumerable<IptablesRule> kept)
    {
        Table = table;
        Name = name;
        _before = before;
        _after = after;
        _kept = new HashSet<IptablesRule>(kept, ReferenceEqualityComparer.Instance);
    }

    public string Table { get; }

    public string Name { get; }

    /// <summary>The policy before and after, where it changes.</summary>
    public (string Before, string After)? Policy { get; init; }

    /// <summary>Whether the change makes the chain.</summary>
    public bool IsMade { get; init; }

    /// <summary>Whether the change deletes the chain.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Whether there is nothing to take back.</summary>
    public bool IsEmpty => Policy is null && !IsMade && !IsDeleted && _before.All(_kept.Contains) && _after.All(_kept.Contains);

    /// <summary>The rules as they will be.</summary>
    public IReadOnlyList<IptablesRule> After => _after;

    /// <summary>
    /// Writes what takes it back, as <c>undo.awk</c> reads it: <c>D</c> a rule that came, with which copy of its text it is, and how many
    /// copies are others'; <c>R</c> one
    /// that went, with its number and counters; <c>M</c> one that moved, with its number before and which copy it is now; and for
    /// the places of these, <c>B</c> for each rule as it stood before.
    /// </summary>
    public void WriteTo(StringBuilder text)
    {
        if (IsMade)
            Line(text, $"N {Name}");
        if (IsDeleted)
            Line(text, $"X {Name}");
        if (Policy is { } policy)
            Line(text, $"P {Name} {policy.Before} {policy.After}");

        var copies = new Dictionary<string, int>(StringComparer.Ordinal);
        var came = new List<(string Specification, int Copy)>();
        foreach (var rule in _after)
        {
            var copy = copies[rule.Specification] = copies.GetValueOrDefault(rule.Specification) + 1;
            if (!_kept.Contains(rule))
                came.Add((rule.Specification, copy));
        }
        var anyWent = false;
        foreach (var (rule, index) in _before.Select((rule, index) => (rule, index)))
        {
            if (_kept.Contains(rule))
                continue;
            anyWent = true;
            // What goes and comes in one chain is one rule that moves, with the counters that it has when it is moved back.
            var moved = came.FindIndex(c => c.Specification == rule.Specification);
            if (moved < 0)
            {
                Line(text, $"R {Name} {index + 1} {rule.Packets} {rule.Bytes} {Checked(rule.Specification)}");
                continue;
            }
            Line(text, $"M {Name} {index + 1} {came[moved].Copy} {Checked(rule.Specification)}");
            came.RemoveAt(moved);
        }
        foreach (var (specification, copy) in came)
            Line(text, $"D {Name} {copy} {copies[specification] - came.Count(c => c.Specification == specification)} {Checked(specification)}");
        if (!anyWent)
            return;
        foreach (var rule in _before)
            // A comment of somebody's with a line break in it: no place goes by it.
            Line(text, $"B {Name} {rule.Specification.ReplaceLineEndings(" ")}");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Checked(string specification) => specification.IndexOfAny(['\n', '\r', '\0']) is >= 0 and var at
        ? throw InputErrors.InvalidSpecification(specification, at + 1, "a rule is one line")
        : specification;
}
