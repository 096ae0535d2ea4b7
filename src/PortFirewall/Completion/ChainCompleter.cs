namespace PortFirewall;

/// <summary>Offers the chains of the table typed, each with its policy and how many rules it has.</summary>
internal class ChainCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
        => BuiltInChains.ByTable.GetValueOrDefault(command.Table, []).Select(name => new CompletionChoice(name, $"built-in chain of the table {command.Table}"));

    /// <inheritdoc/>
    protected override async Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
    {
        var outlines = await FindOutlinesAsync(command, cancellation);
        var builtIn = BuiltInChains.ByTable.GetValueOrDefault(command.Table, []);
        return outlines.Where(o => ChainName.IsName(o.Name))
            .GroupBy(o => o.Name, StringComparer.Ordinal)
            .OrderBy(g => (uint)Array.IndexOf(builtIn, g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new CompletionChoice(g.Key, ToolTip([.. g])))
            // Those that nobody has used yet come from what is known, and belong ahead of the user's own.
            .Concat(Known(command)).DistinctBy(c => c.Text).OrderBy(c => (uint)Array.IndexOf(builtIn, c.Text));
    }

    private protected static async Task<IReadOnlyList<ChainOutline>> FindOutlinesAsync(TypedCommand command, CancellationToken cancellation)
    {
        if (command.Has("Ruleset"))
            return OutlinesOf(command);
        if (command.Firewall is not { } firewall || command.IsUnknown("Table"))
            return [];
        return [.. (await Task.WhenAll(command.Families.Select(f => ReadAsync(firewall, f, command.Table, cancellation)))).SelectMany(o => o)];
    }

    /// <summary>One family whose tool is missing leaves the other.</summary>
    private static async Task<IReadOnlyList<ChainOutline>> ReadAsync(FirewallScope firewall, AddressFamily family, string table, CancellationToken cancellation)
    {
        try
        {
            return await ChainOutlineSource.ReadAsync(firewall, family, table, cancellation);
        }
        catch (FirewallException)
        {
            return [];
        }
    }

    private static IReadOnlyList<ChainOutline> OutlinesOf(TypedCommand command)
    {
        var given = command.Value("Ruleset") is System.Collections.IEnumerable several and not string ? several.Cast<object?>() : [command.Value("Ruleset")];
        return [.. given.Select(r => r is System.Management.Automation.PSObject wrapped ? wrapped.BaseObject : r).OfType<IptablesRuleset>()
            .Where(r => command.Families.Contains(r.AddressFamily))
            .SelectMany(r => r.FindTable(command.Table)?.Chains ?? [])
            .Select(c => new ChainOutline(c.AddressFamily, c.Name) { Policy = c.IsBuiltIn ? c.Policy.ToString().ToUpperInvariant() : null, Rules = c.Rules.Count })];
    }

    /// <summary>What is the same in both families is said once.</summary>
    private static string ToolTip(IReadOnlyList<ChainOutline> outlines)
    {
        var told = outlines.GroupBy(o => o.Describe(), o => o.Family, StringComparer.Ordinal).Select(g => $"{g.Key} ({string.Join(", ", g)})").ToList();
        return string.Join("; ", told);
    }
}
