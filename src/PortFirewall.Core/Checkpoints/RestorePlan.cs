namespace PortFirewall;

/// <summary>
/// How the rules of one family become those of a rule set, all of them: <c>iptables-restore</c> empties each table that a text names, so the tables that
/// are there now and not in the rule set are named too, with nothing in them.
/// </summary>
internal sealed class RestorePlan
{
    private readonly IReadOnlyList<string> _tables;

    private RestorePlan(IptablesRuleset wanted, string? file, IReadOnlyList<IptablesTable> emptied, IReadOnlyList<string> tables)
    {
        File = file;
        Wanted = wanted;
        Emptied = emptied;
        _tables = tables;
    }

    /// <summary>The rule set that is to be there.</summary>
    public IptablesRuleset Wanted { get; }

    /// <summary>The file that says the same as <see cref="Wanted"/>; null where there is none.</summary>
    public string? File { get; }

    /// <summary>The tables, as they are, that lose everything because the rule set does not have them.</summary>
    public IReadOnlyList<IptablesTable> Emptied { get; }

    /// <summary>The text behind that of the rule set, which empties them.</summary>
    public string EmptyingText => string.Concat(Emptied.Select(EmptyText));

    /// <summary>The text for <c>iptables-restore --counters</c>.</summary>
    public string Text => Wanted.Text + EmptyingText;

    /// <param name="wanted">What is to be there.</param>
    /// <param name="live">What is there.</param>
    /// <param name="tables">The tables that it is about; all where it is empty.</param>
    /// <exception cref="FirewallException"><c>TableNotInRuleset</c>, <c>RuleNotRestorable</c>.</exception>
    public static RestorePlan Of(IptablesRuleset wanted, IptablesRuleset live, IReadOnlyList<string> tables)
    {
        var meant = wanted.WithoutTemporaryRules().WithTables(t => tables.Count == 0 || tables.Contains(t.Name));
        if (tables.FirstOrDefault(t => meant.FindTable(t) is not { IsThere: true }) is { } missing)
            throw CheckpointErrors.TableNotInRuleset(missing, wanted.AddressFamily);
        RequireLines(meant);
        meant = WithPolicies(meant, live);
        var emptied = live.Tables.Where(t => t.IsThere && tables.Count == 0 && meant.FindTable(t.Name) is not { IsThere: true }).ToList();
        return new RestorePlan(meant, ReferenceEquals(meant, wanted) ? wanted.Path : null, emptied, tables);
    }

    /// <summary>The rules as they will be.</summary>
    /// <param name="before">The rules as they are.</param>
    public IptablesRuleset After(IptablesRuleset before) => new()
    {
        AddressFamily = before.AddressFamily,
        Backend = before.Backend,
        NetworkNamespace = before.NetworkNamespace,
        Tables =
        [
            .. before.Tables.Select(t => _tables.Count == 0 || _tables.Contains(t.Name) ? After(t, Wanted.FindTable(t.Name)) : t),
            .. Wanted.Tables.Where(t => before.FindTable(t.Name) is null),
        ],
    };

    /// <summary>How what was there before comes back.</summary>
    public RestorePlan BackTo(IptablesRuleset before)
    {
        var meant = before.WithTables(t => _tables.Count == 0 || _tables.Contains(t.Name));
        return new RestorePlan(meant, file: null, [.. Wanted.Tables.Where(t => t.IsThere && meant.FindTable(t.Name) is not { IsThere: true })], _tables);
    }

    /// <summary>Why a rule set that was read afterwards is not what was to be there; null where it is. Counters may have risen.</summary>
    public string? FindFault(IptablesRuleset after)
    {
        var read = after.WithoutTemporaryRules().WithTables(t => _tables.Count == 0 || _tables.Contains(t.Name));
        return RulesetComparison.Compare(Wanted, read).FirstOrDefault()?.ToString();
    }

    /// <summary>How many rules count less than they should, in a rule set without a fault. The kernel's counters only rise.</summary>
    public int LostCounters(IptablesRuleset after)
        => Wanted.Tables.SelectMany(t => t.Chains).Sum(chain => chain.Rules.Zip(after.WithoutTemporaryRules().FindChain(chain.Table, chain.Name)?.Rules ?? [])
            .Count(pair => pair.Second.Packets < pair.First.Packets));

    /// <summary>
    /// <c>iptables-restore</c> reads lines, whatever a quote says, and <c>iptables-save</c> prints a line break in a comment as it is: what follows it would
    /// be a rule of its own.
    /// </summary>
    /// <exception cref="FirewallException"><c>RuleNotRestorable</c>.</exception>
    public static void RequireLines(IptablesRuleset ruleset)
    {
        foreach (var rule in ruleset.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules))
        {
            if (rule.Specification.AsSpan().IndexOfAny('\n', '\0') >= 0)
                throw CheckpointErrors.RuleNotRestorable(rule);
        }
    }

    private static string EmptyText(IptablesTable table)
        => $"*{table.Name}\n{string.Concat(table.Chains.Where(c => c.IsBuiltIn).Select(c => $":{c.Name} ACCEPT [0:0]\n"))}COMMIT\n";

    private static IptablesTable After(IptablesTable before, IptablesTable? wanted)
        => wanted ?? new(before.Name, [.. before.Chains.Where(c => c.IsBuiltIn).Select(c => WithPolicy(c, ChainPolicy.Accept, []))]);

    /// <summary>
    /// Where the text gives no policy, the one that is there stays: iptables-legacy-restore leaves it, and iptables-nft-restore 1.8.9 would make it <c>ACCEPT</c>.
    /// </summary>
    private static IptablesRuleset WithPolicies(IptablesRuleset wanted, IptablesRuleset live)
        => wanted.Tables.Where(t => t.IsThere).SelectMany(t => t.Chains).Where(c => c is { IsBuiltIn: true, IsPolicyGiven: false })
            .Aggregate(wanted, (ruleset, chain) => ruleset.With(WithPolicy(chain, live.FindChain(chain.Table, chain.Name)?.Policy ?? chain.Policy, chain.Rules)));

    private static IptablesChain WithPolicy(IptablesChain chain, ChainPolicy policy, IReadOnlyList<IptablesRule> rules) => new()
    {
        Name = chain.Name,
        Table = chain.Table,
        AddressFamily = chain.AddressFamily,
        Policy = policy,
        Rules = rules,
        Backend = chain.Backend,
        NetworkNamespace = chain.NetworkNamespace,
    };
}
