namespace PortFirewall;

/// <summary>Everything that <c>nft --json list ruleset</c> says of one network namespace, of all families.</summary>
internal sealed class NftRuleset(IReadOnlyList<NftTable> tables)
{
    public static readonly NftRuleset Empty = new([]);

    /// <summary>The tables, without those by which PortFirewall traces packets: these decide nothing, and are gone in a moment.</summary>
    public IReadOnlyList<NftTable> Tables { get; } = [.. tables.Where(t => !t.IsOfTrace)];

    /// <summary>The tables by which PortFirewall traces packets.</summary>
    public IReadOnlyList<NftTable> Traces { get; } = [.. tables.Where(t => t.IsOfTrace)];

    /// <summary>Whether any chain has rules, in this list or, where only chains were asked for, in the kernel.</summary>
    public bool HasRules => Tables.Any(t => t.Chains.Values.Any(c => c.Uses > 0 || c.Rules.Count > 0));

    /// <summary>Takes the tables' flags from the kernel's own answer: nft 1.0.6 prints any word for them (<c>src/json.c</c>, <c>table_print_json</c>).</summary>
    public NftRuleset WithFlagsOf(NftRuleset kernel)
    {
        foreach (var table in Tables)
            table.Flags = kernel.Tables.FirstOrDefault(t => t.Family == table.Family && t.Name == table.Name)?.Flags ?? table.Flags;
        return this;
    }
}
