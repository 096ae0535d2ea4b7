using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Draws chains as <c>iptables -L -v --line-numbers</c> does, only better: columns that no rule uses are left out, interfaces
/// are never hidden, and counters are exact. Called by the views of the module.
/// </summary>
public static class ChainView
{
    /// <summary>The longest target of iptables' own has ten letters; a chain's name may have 28.</summary>
    private const int LongestTarget = 16;

    /// <summary>
    /// How many rules of a chain are coloured at most: the engine begins each line of a text with the colours of all lines before it, which are a
    /// gigabyte for ten thousand rules.
    /// </summary>
    internal const int MostStyled = 200;

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
        .. Columns.Where(c => c.Title is not ("Out" or "Source" or "Destination" or "Details")).Select(c => c.Title == "Target" ? (c.Title, c.Right, r => TextColumns.Cut(TargetOf(r), LongestTarget)) : c),
        ("Details", false, RuleView.DetailsWithoutInterface),
    ];

    /// <summary>The chain with its rules, as lines of text no wider than the window.</summary>
    /// <param name="chain">The chain.</param>
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
        if (lines.Exists(l => TextColumns.Of(l.Text) > window))
            lines = Lines(chain, FoldedColumns);
        foreach (var (line, start, target) in lines)
        {
            // Cut here and whole in Specification: a wrapped line would break the columns of all.
            var cut = TextColumns.Cut(line, window);
            text.Append('\n').Append(chain.Rules.Count > MostStyled || cut.Length < start + target.Length ? cut : cut[..start] + VerdictStyle.Of(target, target) + cut[(start + target.Length)..]);
        }
        return text.ToString();
    }

    /// <summary>The same for what is left of a chain after remoting or a job.</summary>
    /// <param name="chain">What is left of the chain.</param>
    /// <param name="width">The width of the window in characters.</param>
    public static string Draw(PSObject chain, int width)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var server = Deserialized.Text(chain, "PSComputerName") is { } name ? $"\n\n{name}:" : "";
        try
        {
            return DeserializedChain.Read(chain) is { } read ? server + Draw(read, width) : $"{chain}";
        }
        catch (FirewallException)
        {
            // A view never fails: what another version has sent is shown by its name.
            return $"{server}\n{chain}";
        }
    }

    /// <summary>What the rule does, for what is left of one after remoting or a job.</summary>
    /// <param name="rule">What is left of the rule.</param>
    public static string TargetOf(PSObject rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var target = Deserialized.Text(rule, "Target");
        return target is null ? "(counts only)" : Deserialized.Value<bool>(rule, "IsGoto") == true ? $"goto {target}" : target;
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
        var verdict = chain.Policy.ToString().ToUpperInvariant();
        var policy = chain.IsBuiltIn
            ? $"policy {verdict} {chain.Packets} packets, {chain.Bytes} bytes"
            : chain.ReferenceCount == 1 ? "1 reference" : $"{chain.ReferenceCount} references";
        var name = $"Chain {TableText.Visible(chain.Name)} ({policy})";
        var where = TableText.Visible($"{chain.AddressFamily} {chain.Table}" + (chain.NetworkNamespace is null ? "" : $" in {chain.NetworkNamespace}"));
        var heading = TextColumns.Of(name) + TextColumns.Of(where) + 2 < width ? $"{name}  {where}" : $"{name}\n{where}";
        return chain.IsBuiltIn ? heading.Replace($"(policy {verdict} ", $"(policy {VerdictStyle.Of(verdict, verdict)} ", StringComparison.Ordinal) : heading;
    }

    /// <summary>The lines, each with where the rule's verdict is in it.</summary>
    private static List<(string Text, int Start, string Target)> Lines(IptablesChain chain, (string Title, bool Right, Func<IptablesRule, string?> Text)[] columns)
    {
        var used = Array.FindAll(columns, c => c.Title is not ("In" or "Out" or "Source" or "Destination") || chain.Rules.Any(r => c.Text(r) is not null));
        var rows = chain.Rules.Select(r => Array.ConvertAll(used, c => TableText.Visible(c.Text(r) ?? "any"))).Prepend(Array.ConvertAll(used, c => c.Title)).ToList();
        var widths = used.Select((_, i) => rows.Max(row => TextColumns.Of(row[i]))).ToArray();
        var target = Array.FindIndex(used, c => c.Title == "Target");
        var start = widths.Take(target).Sum(w => w + 2);
        return rows.ConvertAll(row => (string.Join("  ", row.Select((cell, i) => TextColumns.Pad(cell, widths[i], used[i].Right))).TrimEnd(), start, row[target]));
    }
}
