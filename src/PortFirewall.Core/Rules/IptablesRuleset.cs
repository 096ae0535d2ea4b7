namespace PortFirewall;

/// <summary>All rules of one address family at one moment.</summary>
public sealed class IptablesRuleset
{
    /// <summary>The family.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>The tables that are there.</summary>
    public required IReadOnlyList<IptablesTable> Tables { get; init; }

    /// <summary>Which iptables keeps the rules; null where they were read from a file.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) that the rules are in; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>What is known of the host that the rules are of.</summary>
    internal HostFacts Facts { get; init; } = HostFacts.None;

    /// <summary>The file that the rules were read from; null where they are live, or came as text.</summary>
    public string? Path { get; init; }

    // Arrays, as PowerShell can't index what the compiler would make of a collection expression.
    /// <summary>The chains of all tables.</summary>
    public IReadOnlyList<IptablesChain> Chains => Tables.SelectMany(t => t.Chains).ToArray();

    /// <summary>The rules of all chains, in order.</summary>
    public IReadOnlyList<IptablesRule> Rules => Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).ToArray();

    /// <summary>The rule set as <c>iptables-save -c</c> would print it.</summary>
    public string Text => RulesetWriter.Write(this);

    /// <summary>The base chains of other firewalls that see the same packets; none where the rules were read from a file.</summary>
    internal IReadOnlyList<BaseChain> OtherHooks { get; init; } = [];

    internal IptablesTable? FindTable(string table) => Tables.FirstOrDefault(t => t.Name == table);

    internal IptablesChain? FindChain(string table, string chain) => FindTable(table)?.Find(chain);

    /// <exception cref="FirewallException"><c>ChainNotFound</c>.</exception>
    internal IptablesChain RequireChain(string table, string chain)
        => FindChain(table, chain) ?? throw RulesetErrors.ChainNotFound(chain, table, AddressFamily, NetworkNamespace);

    /// <summary>Whether both have the same chains with the same policies and rules, to the letter; counters aside.</summary>
    internal bool SaysTheSameAs(IptablesRuleset other)
        => Tables.Count == other.Tables.Count && Tables.All(table => other.FindTable(table.Name) is { } same && table.SaysTheSameAs(same));

    /// <summary>Family, where the rules are from, and how many there are.</summary>
    public override string ToString() => VisibleText.Of($"{AddressFamily} {Path ?? NetworkNamespace ?? "(host)"} ({Tables.Sum(t => t.Chains.Sum(c => c.Rules.Count))} rules)");

    /// <summary>The rule set with what is known of its host.</summary>
    internal IptablesRuleset With(HostFacts facts)
    {
        // What base chains of one table have understood of it, they share.
        var known = OtherHooks.Select(h => h.Chains).Distinct<IRuleChains>(ReferenceEqualityComparer.Instance)
            .ToDictionary(chains => chains, chains => chains.With(facts), (IEqualityComparer<IRuleChains>)ReferenceEqualityComparer.Instance);
        return With(facts, [.. OtherHooks.Select(h => h with { Chains = known[h.Chains] })]);
    }

    /// <summary>The rule set with what stands beside it.</summary>
    internal IptablesRuleset With(IReadOnlyList<BaseChain> otherHooks) => With(Facts, otherHooks);

    private IptablesRuleset With(HostFacts facts, IReadOnlyList<BaseChain> otherHooks) => new()
    {
        AddressFamily = AddressFamily,
        Backend = Backend,
        NetworkNamespace = NetworkNamespace,
        Facts = facts,
        Path = Path,
        OtherHooks = otherHooks,
        Tables = Tables,
    };

    /// <summary>The rule set without rules that stand for a moment only, as it will be when whoever put them in is done.</summary>
    internal IptablesRuleset WithoutTemporaryRules()
        => Tables.SelectMany(t => t.Chains).Where(c => c.Rules.Any(r => TemporaryMark.Of(r) is not null))
            .Aggregate(this, (ruleset, chain) => ruleset.With(chain.With(chain.Rules.Where(r => TemporaryMark.Of(r) is null).Select((r, i) => r.WithNumber(i + 1)))));

    /// <summary>The rule set as if others of its tables had never been there.</summary>
    internal IptablesRuleset WithTables(Func<IptablesTable, bool> isMeant) => Tables.All(isMeant) ? this : new()
    {
        AddressFamily = AddressFamily,
        Backend = Backend,
        NetworkNamespace = NetworkNamespace,
        Facts = Facts,
        Path = Path,
        OtherHooks = OtherHooks,
        Tables = [.. Tables.Where(isMeant)],
    };

    /// <summary>The rule set with one chain replaced: for working out what a change would do.</summary>
    internal IptablesRuleset With(IptablesChain changed) => new()
    {
        AddressFamily = AddressFamily,
        Backend = Backend,
        NetworkNamespace = NetworkNamespace,
        Facts = Facts,
        Path = Path,
        OtherHooks = OtherHooks,
        Tables = [.. Tables.Select(t => t.Name != changed.Table ? t
            : new IptablesTable(t.Name, [.. t.Chains.Select(c => c.Name == changed.Name ? changed : c)]) { IsThere = t.IsThere, Flags = t.Flags })],
    };
}
