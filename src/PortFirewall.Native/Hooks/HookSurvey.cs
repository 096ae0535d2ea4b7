namespace PortFirewall;

/// <summary>Lists the base chains that see inbound packets beside the host's own iptables.</summary>
internal static class HookSurvey
{
    /// <summary>All of them; null where they could not be read.</summary>
    public static async Task<IReadOnlyList<FirewallHook>?> TakeAsync(IptablesBackend? own, string? networkNamespace, CancellationToken cancellation)
    {
        var (nft, problem) = await NftSource.ReadChainsAsync(networkNamespace, cancellation);
        if (problem is not null)
            return null;
        List<FirewallHook> hooks = [.. HookList.Of(nft, own)];
        if (own != IptablesBackend.Nft)
            return hooks;
        var scope = new FirewallScope(networkNamespace, IptablesBackend.Legacy);
        foreach (var family in Enum.GetValues<AddressFamily>())
        {
            if (await LegacyTables.AreThereAsync(family, networkNamespace, cancellation) is not { } areThere)
                return null;
            if (areThere && (await IptablesTools.ForAsync(family, IptablesBackend.Legacy, "-save", cancellation)).FindPath() is not null)
                hooks.AddRange(HookList.Of(await RulesetSource.ReadAsync(scope, family, cancellation)));
        }
        return hooks;
    }
}
