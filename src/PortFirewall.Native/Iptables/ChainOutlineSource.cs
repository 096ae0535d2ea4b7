namespace PortFirewall;

/// <summary>
/// Reads which chains a table has, for whoever waits for it with a finger on a key. It changes nothing: neither a table nor a module of the kernel
/// comes to be because somebody asked.
/// </summary>
internal static class ChainOutlineSource
{
    /// <summary>The chains of one family, in the order of the tools. Where the time ends before, those that have been told by then.</summary>
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>.</exception>
    public static async Task<IReadOnlyList<ChainOutline>> ReadAsync(FirewallScope scope, AddressFamily family, string table, CancellationToken cancellation)
    {
        var backend = await IptablesTools.BackendOfAsync(family, scope.Backend, cancellation);
        // The kernel lists its chains without their rules; iptables-nft-save has it list ten thousand rules first, which takes 60 ms and more.
        // Asked for with root's own privilege only: about nft, sudo would have to be asked first.
        if (backend == IptablesBackend.Nft && Environment.IsPrivilegedProcess && await NfTablesSocket.ReadChainsAsync(scope.NetworkNamespace, cancellation) is { } listed)
            return Read(listed, family, table);
        var reader = new ChainOutlineReader(family, table);
        return reader.Finish(await SavedTable.ReadAsync(scope, family, table, reader.Add, cancellation));
    }

    private static IReadOnlyList<ChainOutline> Read(NftRuleset listed, AddressFamily family, string table)
        => listed.Tables.FirstOrDefault(t => t.Family == (family == AddressFamily.IPv4 ? "ip" : "ip6") && t.Name == table) is not { } found ? []
            : [.. found.Chains.Values.Select(c => new ChainOutline(family, c.Name)
            {
                Policy = c.Policy?.ToUpperInvariant(),
                // No rule can lead to a base chain (net/netfilter/nf_tables_api.c, nft_verdict_init), so that all its uses are rules of its own.
                Rules = c.Hook is null ? null : c.Uses,
                Uses = c.Uses,
            })];
}
