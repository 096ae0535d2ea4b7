namespace PortFirewall;

/// <summary>Offers the tables, each with what it is for.</summary>
internal sealed class TableCompleter : Completer
{
    /// <summary>As <c>iptables(8)</c> tells them.</summary>
    private static readonly Dictionary<string, string> Uses = new(StringComparer.Ordinal)
    {
        ["filter"] = "accepts and drops packets",
        ["nat"] = "translates the addresses of new connections",
        ["mangle"] = "alters packets",
        ["raw"] = "exempts packets from connection tracking",
        ["security"] = "marks packets for mandatory access control",
    };

    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
        => BuiltInChains.ByTable.Select(t => new CompletionChoice(t.Key, $"{Uses[t.Key]}: {string.Join(", ", t.Value)}"));
}
