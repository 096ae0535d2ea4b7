using System.Text;

namespace PortFirewall;

/// <summary>The text of <c>iptables-save</c>, whole or without what others keep; every line that stays, stays to the letter.</summary>
internal sealed class SavedText
{
    private readonly List<(string Text, IptablesRule? Rule)> _lines = [];

    private SavedText(IptablesRuleset ruleset) => Ruleset = ruleset;

    /// <summary>What the text says.</summary>
    public IptablesRuleset Ruleset { get; private set; }

    /// <summary>Tables whose rules iptables says that it can't print, as something else made them (<c>iptables/xtables-save.c</c>).</summary>
    public IEnumerable<string> UnprintableTables
        => _lines.Where(l => l.Rule is null && l.Text.StartsWith("# Table `", StringComparison.Ordinal) && l.Text.Contains("is incompatible", StringComparison.Ordinal))
            .Select(l => l.Text["# Table `".Length..].Split('\'')[0]);

    /// <exception cref="FirewallException"><c>UnreadableRuleset</c>.</exception>
    public static SavedText Read(IEnumerable<string> lines, AddressFamily family, IptablesBackend? backend, string? networkNamespace)
    {
        var reader = new RulesetReader(family, backend, networkNamespace);
        var read = new List<(string Text, IptablesRule? Rule)>();
        var open = "";
        foreach (var line in lines)
        {
            reader.Add(line);
            // A rule whose comment has a line break is whole with its last line.
            if (reader.IsInsideRule)
            {
                open += line + "\n";
                continue;
            }
            read.Add((open + line, reader.LatestRule));
            open = "";
        }
        var text = new SavedText(reader.Finish());
        text._lines.AddRange(read);
        return text.Ruleset.Tables.All(t => !t.IsThere) && !text.UnprintableTables.Any()
            ? Read([.. read.Select(l => l.Text), .. UnusedRuleset.Lines], family, backend, networkNamespace) : text;
    }

    /// <summary>The text without some chains, the rules in them and other rules.</summary>
    public SavedText Without(IReadOnlyList<ManagedPart> parts)
    {
        var chains = parts.SelectMany(p => p.Chains).Select(c => (c.Table, c.Name)).ToHashSet();
        var places = parts.SelectMany(p => p.Rules).Select(r => (r.Table, r.Chain, r.Number)).ToHashSet();
        var left = new List<string>();
        var table = "";
        foreach (var (text, rule) in _lines)
        {
            if (text.StartsWith('*'))
                table = text[1..].Trim();
            if (rule is null ? !(text.StartsWith(':') && chains.Contains((table, text[1..].Split(' ')[0]))) : !places.Contains((rule.Table, rule.Chain, rule.Number)))
                left.Add(text);
        }
        return Read(left.SelectMany(l => l.Split('\n')), Ruleset.AddressFamily, Ruleset.Backend, Ruleset.NetworkNamespace);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var line in _lines)
            text.Append(line.Text).Append('\n');
        return text.ToString();
    }
}
