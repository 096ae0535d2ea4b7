using System.Globalization;

namespace PortFirewall;

/// <summary>
/// Reads the text of <c>iptables-save</c>, with or without <c>-c</c>, a line at a time, so that reading can keep step with the
/// tool that prints. The rules themselves are kept as text and taken apart only when asked about.
/// </summary>
internal sealed class RulesetReader(AddressFamily family, IptablesBackend? backend = null, string? networkNamespace = null)
{
    /// <summary>Characters, for a rule whose comment goes over several lines; a kernel's rule has far fewer.</summary>
    private const int LongestRule = 64 * 1024;

    private readonly List<IptablesTable> _tables = [];
    private TableBuilder? _table;
    private int _line;
    private string? _open;

    public static IptablesRuleset Read(string text, AddressFamily family, IptablesBackend? backend = null, string? networkNamespace = null)
    {
        var reader = new RulesetReader(family, backend, networkNamespace);
        // A line feed ends a line, and nothing else does: a comment may hold what other readers take for a line end.
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found : text.Length;
            reader.Add(text[at..end]);
            at = end + 1;
        }
        return reader.Finish();
    }

    /// <summary>Takes the next line.</summary>
    /// <exception cref="FirewallException"><c>UnreadableRuleset</c>, with line and column.</exception>
    public void Add(string line)
    {
        _line++;
        if (_open is not null)
            line = $"{_open}\n{line}";
        // iptables-save prints a comment as it is: a line break in it is not the end of the rule.
        _open = line.Length > 0 && line[0] is '[' or '-' && HasOpenQuote(line) ? line : null;
        if (_open is { Length: > LongestRule })
            throw Unreadable(1, "a quote is not closed");
        if (_open is not null)
            return;
        line = line.EndsWith('\r') ? line[..^1] : line;
        if (line.Length == 0 || line[0] == '#' || string.IsNullOrWhiteSpace(line))
            return;
        switch (line[0])
        {
            case '*':
                EndTable();
                _table = new TableBuilder(line[1..].Trim(), family, backend, networkNamespace);
                break;
            case ':':
                AddChain(line);
                break;
            case '[' or '-':
                AddRule(line);
                break;
            default:
                if (line.TrimEnd() != "COMMIT")
                    throw Unreadable(1, $"'{line[..Math.Min(20, line.Length)]}' is neither a table, a chain, a rule nor COMMIT");
                EndTable();
                break;
        }
    }

    /// <summary>The rule set, once all lines are in.</summary>
    public IptablesRuleset Finish()
    {
        if (_open is not null)
            throw Unreadable(1, "a quote is not closed");
        EndTable();
        return new IptablesRuleset
        {
            AddressFamily = family,
            Backend = backend,
            NetworkNamespace = networkNamespace,
            Tables = BuiltInChains.Complete(_tables, family, backend, networkNamespace),
        };
    }

    private static bool HasOpenQuote(string line)
    {
        var open = false;
        for (var i = line.IndexOf('"'); i >= 0 && i < line.Length; i++)
        {
            if (line[i] == '"')
                open = !open;
            else if (open && line[i] == '\\')
                i++;
        }
        return open;
    }

    private void EndTable()
    {
        if (_table is null)
            return;
        if (_tables.Exists(t => t.Name == _table.Name))
            throw Unreadable(1, $"table {_table.Name} is there twice");
        _tables.Add(_table.Build());
        _table = null;
    }

    /// <summary><c>:INPUT DROP [3:180]</c></summary>
    private void AddChain(string line)
    {
        var words = line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
            throw Unreadable(1, "a chain has a name and a policy");
        var policy = words[1] switch
        {
            "ACCEPT" => ChainPolicy.Accept,
            "DROP" => ChainPolicy.Drop,
            "-" => ChainPolicy.None,
            _ => throw Unreadable(line.IndexOf(words[1], words[0].Length + 1, StringComparison.Ordinal) + 1, $"'{words[1]}' is not a policy"),
        };
        var (packets, bytes) = words.Length > 2 ? ReadCounters(words[2], 1) : default;
        if (!CurrentTable(1).AddChain(words[0], policy, packets, bytes))
            throw Unreadable(2, $"chain {words[0]} is there twice");
    }

    /// <summary><c>[1:60] -A INPUT -p tcp …</c></summary>
    private void AddRule(string line)
    {
        var at = 0;
        ulong packets = 0, bytes = 0;
        if (line[0] == '[')
        {
            at = line.IndexOf(']') + 1;
            if (at == 0)
                throw Unreadable(1, "the counters are not closed with ']'");
            (packets, bytes) = ReadCounters(line.AsSpan(0, at), 1);
            while (at < line.Length && line[at] == ' ')
                at++;
        }
        if (!line.AsSpan(at).StartsWith("-A ", StringComparison.Ordinal))
            throw Unreadable(at + 1, "only rules that are appended with -A can be read");
        var nameAt = at + 3;
        var end = line.IndexOf(' ', nameAt);
        var chain = end < 0 ? line[nameAt..] : line[nameAt..end];
        if (!CurrentTable(1).AddRule(chain, end < 0 ? "" : line[(end + 1)..].Trim(), packets, bytes))
            throw Unreadable(nameAt + 1, $"chain {chain} is not declared");
    }

    private TableBuilder CurrentTable(int column) => _table ?? throw Unreadable(column, "it stands outside of any table");

    private (ulong Packets, ulong Bytes) ReadCounters(ReadOnlySpan<char> text, int column)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && text[0] == '[' && text[^1] == ']'
            && ulong.TryParse(text[1..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var packets)
            && ulong.TryParse(text[(colon + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? (packets, bytes)
                : throw Unreadable(column, "counters are written [packets:bytes]");
    }

    private FirewallException Unreadable(int column, string why) => RulesetErrors.UnreadableRuleset(_line, column, why);
}
