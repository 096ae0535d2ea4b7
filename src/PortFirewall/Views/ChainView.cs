using System.Globalization;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Draws chains as <c>iptables -L -v --line-numbers</c> does, only better: columns that no rule uses are left out, interfaces
/// are never hidden, and counters are exact. Called by the views of the module.
/// </summary>
public static class ChainView
{
    private static readonly (string Title, bool Right, Func<IptablesRule, string?> Text)[] Columns =
    [
        ("#", true, r => r.Number.ToString(CultureInfo.InvariantCulture)),
        ("Packets", true, r => r.Packets.ToString(CultureInfo.InvariantCulture)),
        ("Bytes", true, r => r.Bytes.ToString(CultureInfo.InvariantCulture)),
        ("Target", false, TargetOf),
        ("Protocol", false, r => r.Protocol ?? "all"),
        ("In", false, r => r.InInterface),
        ("Out", false, r => r.OutInterface),
        ("Source", false, r => r.Source),
        ("Destination", false, r => r.Destination),
        ("Details", false, r => r.Details),
    ];

    private static readonly (string Title, bool Right, Func<IptablesRule, string?> Text)[] FoldedColumns =
    [
        .. Columns.Where(c => c.Title is not ("Out" or "Source" or "Destination" or "Details")),
        ("Details", false, FoldedDetails),
    ];

    /// <summary>The chain with its rules, as lines of text no wider than the window.</summary>
    /// <param name="chain">The chain, or what is left of one after remoting.</param>
    /// <param name="width">The width of the window in characters.</param>
    public static string Draw(IptablesChain chain, int width)
    {
        ArgumentNullException.ThrowIfNull(chain);
        // One chain after another is told apart by an empty line.
        var text = new StringBuilder("\n").Append(Heading(chain, width));
        if (chain.Rules.Count == 0)
            return text.Append("\n  (no rules)").ToString();

        var window = Math.Max(20, width - 1);
        var lines = Lines(chain, Columns);
        // Where addresses would push the details out of the window, they go into the details, as the port matters more.
        if (lines.Exists(l => l.Length > window))
            lines = Lines(chain, FoldedColumns);
        foreach (var line in lines)
            // Cut here and whole in Specification: a wrapped line would break the columns of all.
            text.Append('\n').Append(line.Length <= window ? line : line[..(window - 1)] + "…");
        return text.ToString();
    }

    /// <summary>What the rule does, as a listing names it: <c>ACCEPT</c>, a chain, <c>goto CHAIN</c>.</summary>
    /// <param name="rule">The rule.</param>
    public static string TargetOf(IptablesRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Target is null ? "(counts only)" : rule.IsGoto ? $"goto {rule.Target}" : rule.Target;
    }

    private static string Heading(IptablesChain chain, int width)
    {
        var policy = chain.IsBuiltIn
            ? $"policy {chain.Policy.ToString().ToUpperInvariant()} {chain.Packets} packets, {chain.Bytes} bytes"
            : chain.ReferenceCount == 1 ? "1 reference" : $"{chain.ReferenceCount} references";
        var name = $"Chain {chain.Name} ({policy})";
        var where = $"{chain.AddressFamily} {chain.Table}" + (chain.NetworkNamespace is null ? "" : $" in {chain.NetworkNamespace}");
        return name.Length + where.Length + 2 < width ? $"{name}  {where}" : $"{name}\n{where}";
    }

    private static List<string> Lines(IptablesChain chain, (string Title, bool Right, Func<IptablesRule, string?> Text)[] columns)
    {
        var used = Array.FindAll(columns, c => c.Title is not ("In" or "Out" or "Source" or "Destination") || chain.Rules.Any(r => c.Text(r) is not null));
        var rows = chain.Rules.Select(r => Array.ConvertAll(used, c => c.Text(r) ?? "any")).Prepend(Array.ConvertAll(used, c => c.Title)).ToList();
        var widths = used.Select((_, i) => rows.Max(row => row[i].Length)).ToArray();
        return rows.ConvertAll(row => string.Join("  ", row.Select((cell, i) => used[i].Right ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

    private static string FoldedDetails(IptablesRule rule)
    {
        string?[] parts =
        [
            rule.Source is null ? null : $"from {rule.Source}",
            rule.Destination is null ? null : $"to {rule.Destination}",
            rule.OutInterface is null ? null : $"out {rule.OutInterface}",
        ];
        return string.Join("  ", parts.OfType<string>().Prepend(rule.Details).Where(p => p.Length > 0));
    }
}
