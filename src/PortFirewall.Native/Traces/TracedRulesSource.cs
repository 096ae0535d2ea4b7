using System.Buffers;

namespace PortFirewall;

/// <summary>Reads all rules that a traced packet may meet.</summary>
internal static class TracedRulesSource
{
    private const int BufferSize = 1 << 16;
    private const int Attempts = 5;

    public static async Task<TracedRules> ReadAsync(FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
    {
        var handles = NamespaceThread.RunAsync(scope.NetworkNamespace, ReadHandles, "look into a network namespace", cancellation);
        var reading = NftSource.ReadAsync(scope.NetworkNamespace, cancellation);
        var own = await RulesetSource.ReadAsync(scope, families, cancellation);
        var (nft, _) = await reading;
        var other = new List<IptablesRuleset>();
        foreach (var ruleset in own)
        {
            if (await ReadOtherAsync(scope, ruleset, nft, cancellation) is { } found)
                other.Add(found);
        }
        // Rules that somebody put into a table of iptables by nft are marked on the way.
        own = [.. own.Select(r => OtherHooks.Attach(r, nft, other.Find(o => o.AddressFamily == r.AddressFamily)))];
        return new TracedRules(own, other, nft, await handles);
    }

    private static async Task<IptablesRuleset?> ReadOtherAsync(FirewallScope scope, IptablesRuleset own, NftRuleset nft, CancellationToken cancellation)
    {
        var isThere = own.Backend == IptablesBackend.Nft
            ? await LegacyTables.AreThereAsync(own.AddressFamily, scope.NetworkNamespace, cancellation) == true
            : nft.Tables.Any(t => t.IsOfIptables && t.Sees(own.AddressFamily));
        var other = scope with { Backend = own.Backend == IptablesBackend.Nft ? IptablesBackend.Legacy : IptablesBackend.Nft };
        if (!isThere || (await IptablesTools.ForAsync(own.AddressFamily, other.Backend, "-save", cancellation)).FindPath() is null)
            return null;
        try
        {
            return await RulesetSource.ReadAsync(other, own.AddressFamily, cancellation);
        }
        catch (FirewallException failure) when (failure.ErrorId == nameof(ToolErrors.NativeCommandFailed))
        {
            // What can't be shown as rules of iptables is named as nft names it.
            return null;
        }
    }

    /// <summary>Reads in the network namespace of the calling thread.</summary>
    private static RuleHandles ReadHandles()
    {
        using var socket = NetlinkSocket.Open().Socket;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var attempt = 0; socket is not null && attempt < Attempts; attempt++)
            {
                var handles = new RuleHandles();
                if (socket.Send(RuleHandles.Question) == 0 && Take(socket, buffer, handles))
                    return handles;
            }
            return new RuleHandles();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Take(NetlinkSocket socket, byte[] buffer, RuleHandles handles)
    {
        var isWhole = true;
        while (socket.Receive(buffer) is > 0 and var length)
        {
            var end = handles.Add(buffer.AsSpan(0, length));
            // An answer that can't be used is taken to its end all the same, so that the next one is not mixed up with it.
            isWhole &= end is not null;
            if (end == true)
                return isWhole;
        }
        return false;
    }
}
