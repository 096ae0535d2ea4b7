using System.Text.Json;

namespace PortFirewall;

/// <summary>Reads everything of nf_tables, <c>iptables-nft</c>'s tables included.</summary>
internal static class NftSource
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static readonly NativeTool Nft = new("nft", "nftables");

    /// <summary>What there is. A missing nft is no error: where nobody has it, nobody makes native rules, unless the kernel has some. What goes wrong is told in words.</summary>
    public static async Task<(NftRuleset Ruleset, string? Problem)> ReadAsync(string? networkNamespace, CancellationToken cancellation)
    {
        // Where no chain has a rule, the chains are all there is.
        var chains = await NfTablesSocket.ReadChainsAsync(networkNamespace, cancellation);
        if (chains is { HasRules: false })
            return (chains, null);
        if (Nft.FindPath() is null && chains?.Tables.Any(t => !t.IsOfIptables && t.Chains.Values.Any(c => NftHooks.HookOf(c) is not null)) == true)
            return (NftRuleset.Empty, "There are rules of nftables, and nft is not installed.");
        var (ruleset, problem) = await ReadAsync("ruleset", networkNamespace, cancellation);
        return (chains is null ? ruleset : ruleset.WithFlagsOf(chains), problem);
    }

    /// <summary>Only the chains: the rules of iptables alone may be thousands.</summary>
    public static async Task<(NftRuleset Ruleset, string? Problem)> ReadChainsAsync(string? networkNamespace, CancellationToken cancellation)
        => await NfTablesSocket.ReadChainsAsync(networkNamespace, cancellation) is { } chains
            ? (chains, null) : await ReadAsync("chains", networkNamespace, cancellation);

    private static async Task<(NftRuleset Ruleset, string? Problem)> ReadAsync(string what, string? networkNamespace, CancellationToken cancellation)
    {
        if (Nft.FindPath() is null)
            return (NftRuleset.Empty, null);
        var command = new NativeCommand(Nft, ["--json", "list", what])
        {
            NetworkNamespace = networkNamespace,
            Purpose = "read nftables rules",
            Timeout = Bound,
        };
        try
        {
            return (NftReader.Read((await NativeRunner.RunAsync(command, cancellation)).EnsureSuccess().StandardOutput), null);
        }
        catch (FirewallException failure) when (failure.ErrorId != nameof(ToolErrors.NetworkNamespaceNotFound))
        {
            return (NftRuleset.Empty, $"The rules of nftables could not be read: {failure.Message}");
        }
        catch (JsonException failure)
        {
            return (NftRuleset.Empty, $"The rules of nftables could not be read, as what '{command.CommandLine}' printed makes no sense: {failure.Message}");
        }
    }
}
