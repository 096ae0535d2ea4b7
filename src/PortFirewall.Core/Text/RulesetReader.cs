namespace PortFirewall;

/// <summary>
/// Reads the text of <c>iptables-save</c> and what else <c>iptables-restore</c> takes, a line at a time, so that reading can keep
/// step with the tool that prints. The rules themselves are kept as text and taken apart only when asked about.
/// </summary>
internal sealed class RulesetReader(AddressFamily family, IptablesBackend? backend = null, string? networkNamespace = null, string? path = null)
{
    /// <summary>Characters of one rule; a kernel's rule has far fewer, and <c>iptables-restore</c> takes 10,240 a line.</summary>
    public const int LongestRule = 64 * 1024;

    private readonly List<IptablesTable> _tables = [];
    private TableBuilder? _table;
    private int _line;
    private int _tableLine;
    private string? _open;

    /// <summary>How far the reading has come, from 1.</summary>
    public int Line => _line;

    /// <summary>The rule that the last line brought; null where it brought none.</summary>
    public IptablesRule? LatestRule { get; private set; }

    /// <summary>Whether the last line ended inside of a rule's quotes.</summary>
    public bool IsInsideRule => _open is not null;

    public static IptablesRuleset Read(string text, AddressFamily family, IptablesBackend? backend = null, string? networkNamespace = null)
    {
        var reader = new RulesetReader(family, backend, networkNamespace);
        foreach (var line in TextLines.Of(text))
            reader.Add(line);
        return reader.Finish();
    }

    /// <summary>Takes the next line.</summary>
    /// <exception cref="FirewallException"><c>UnreadableRuleset</c>, with line and column.</exception>
    public void Add(string line)
    {
        _line++;
        LatestRule = null;
        if (_open is not null)
            line = $"{_open}\n{line}";
        if (line.Length > LongestRule)
            throw Unreadable(1, _open is null ? $"a line has more than {LongestRule} characters" : "a quote is not closed");
        // iptables-save prints a comment as it is: a line break in it is not the end of the rule.
        _open = RuleLine.IsRule(line) && RuleLine.HasOpenQuote(line) ? line : null;
        if (_open is not null)
            return;
        line = line.EndsWith('\r') ? line[..^1] : line;
        if (string.IsNullOrWhiteSpace(line))
            return;
        switch (line[0])
        {
            case '#':
                break;
            case '*':
                BeginTable(line[1..].Trim());
                break;
            case ':':
                AddChain(line);
                break;
            case var _ when line.AsSpan().TrimEnd() is "COMMIT":
                EndTable();
                break;
            case var _ when RuleLine.IsRule(line):
                Obey(RuleLine.Read(line, Unreadable));
                break;
            default:
                throw Unreadable(1, $"'{line[..Math.Min(20, line.Length)]}' is neither a table, a chain, a rule nor COMMIT");
        }
    }

    /// <summary>The rule set, once all lines are in.</summary>
    public IptablesRuleset Finish()
    {
        if (_open is not null)
            throw Unreadable(1, "a quote is not closed");
        // iptables-restore loads nothing of such a table: most likely the rest of it was lost.
        if (_table is not null)
            throw RulesetErrors.UnreadableRuleset(_line + 1, 1, $"the table {_table.Name}, which begins at line {_tableLine}, does not end with COMMIT");
        return new IptablesRuleset
        {
            AddressFamily = family,
            Backend = backend,
            NetworkNamespace = networkNamespace,
            Path = path,
            Tables = BuiltInChains.Complete(_tables, family, backend, networkNamespace),
        };
    }

    private void BeginTable(string name)
    {
        if (_table is not null)
            throw Unreadable(1, $"the table {_table.Name}, which begins at line {_tableLine}, does not end with COMMIT");
        if (name.Length == 0)
            throw Unreadable(2, "a table has a name");
        if (_tables.Exists(t => t.Name == name))
            throw Unreadable(1, $"table {name} is there twice");
        _table = new TableBuilder(name, family, backend, networkNamespace);
        _tableLine = _line;
    }

    private void EndTable()
    {
        _tables.Add(CurrentTable(1).Build());
        _table = null;
    }

    /// <summary><c>:INPUT DROP [3:180]</c></summary>
    private void AddChain(string line)
    {
        var words = line[1..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
            throw Unreadable(1, "a chain has a name and a policy");
        var table = CurrentTable(1);
        var builtIn = BuiltInChains.Contains(table.Name, words[0]);
        var policy = words[1] switch
        {
            "ACCEPT" => ChainPolicy.Accept,
            "DROP" => ChainPolicy.Drop,
            // What iptables-restore leaves as it is; until somebody changes it, the kernel accepts.
            "-" => builtIn ? ChainPolicy.Accept : ChainPolicy.None,
            _ => throw Unreadable(line.IndexOf(words[1], words[0].Length + 1, StringComparison.Ordinal) + 1, $"'{words[1]}' is not a policy"),
        };
        if (policy != ChainPolicy.None && !builtIn && BuiltInChains.ByTable.ContainsKey(table.Name))
            throw Unreadable(line.IndexOf(words[1], words[0].Length + 1, StringComparison.Ordinal) + 1, $"{words[0]} is a user chain, which has no policy");
        var (packets, bytes) = words.Length > 2 ? RuleLine.ReadCounters(words[2]) ?? throw Unreadable(1, RuleLine.WrongCounters) : default;
        // So iptables-nft-save prints a chain of that name that nft made without a hook: the kernel does not call it.
        if (builtIn && words[1] == "-" && table.FindDeclared(words[0]) is { Policy: ChainPolicy.Accept, IsPolicyGiven: true, Count: 0 } declared)
        {
            declared.Policy = ChainPolicy.None;
            return;
        }
        if (!table.TryAdd(new ChainBuilder(words[0]) { Policy = policy, IsPolicyGiven = words[1] != "-", Packets = packets, Bytes = bytes }))
            throw Unreadable(2, $"chain {words[0]} is there twice");
    }

    private void Obey(RuleLine line)
    {
        var table = CurrentTable(1);
        switch (line.Command)
        {
            case RuleCommand.NewChain:
                if (BuiltInChains.Contains(table.Name, line.Chain) || !table.TryAdd(new ChainBuilder(line.Chain) { Policy = ChainPolicy.None }))
                    throw Unreadable(line.ChainColumn, $"chain {line.Chain} is there twice");
                break;
            case RuleCommand.Flush when line.Chain.Length == 0:
                table.Clear();
                break;
            case RuleCommand.Zero:
                break;
            default:
                ChangeChain(table, line, table.Find(line.Chain) ?? throw Unreadable(line.ChainColumn, $"chain {line.Chain} is not declared"));
                break;
        }
    }

    private void ChangeChain(TableBuilder table, RuleLine line, ChainBuilder chain)
    {
        switch (line.Command)
        {
            case RuleCommand.Append:
                chain.Append(LatestRule = table.Rule(chain, line.Rest, line.Packets, line.Bytes));
                break;
            case RuleCommand.Insert:
                if (!chain.Insert(line.Number, LatestRule = table.Rule(chain, line.Rest, line.Packets, line.Bytes)))
                    throw Unreadable(line.ChainColumn, $"chain {chain.Name} has no position {line.Number}");
                break;
            case RuleCommand.Policy when chain.Policy != ChainPolicy.None && line.Rest is "ACCEPT" or "DROP":
                chain.Policy = line.Rest == "DROP" ? ChainPolicy.Drop : ChainPolicy.Accept;
                chain.IsPolicyGiven = true;
                break;
            case RuleCommand.Flush:
                chain.Clear();
                break;
            case RuleCommand.DeleteChain when chain.Policy == ChainPolicy.None && chain.Count == 0:
                table.Remove(chain.Name);
                break;
            case RuleCommand.DeleteChain:
                throw Unreadable(line.ChainColumn, $"chain {chain.Name} is not an empty user chain");
            default:
                throw Unreadable(line.ChainColumn, $"'{line.Rest}' is not a policy for {chain.Name}");
        }
    }

    private TableBuilder CurrentTable(int column) => _table ?? throw Unreadable(column, "it stands outside of any table");

    private FirewallException Unreadable(int column, string why) => RulesetErrors.UnreadableRuleset(_line, column, why);
}
