namespace PortFirewall;

/// <summary>The table that puts the trace on goes again, whether or not the kernel takes it away by itself.</summary>
public sealed class TraceTableTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_there_for_as_long_as_it_is_needed(bool isOwned)
    {
        using var lab = TestLab.Create();
        var before = lab.InServer("nft", "list", "tables");
        var filter = new TraceFilter([new PortRule { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(2222, 2222) }], EveryPacket: false);
        using (var table = await NamespaceThread.RunAsync(lab.Server, () => TraceTable.Make(filter, isOwned), "trace packets", CancellationToken.None))
        {
            var listing = lab.InServer("nft", "list", "table", "inet", table.Name);
            Assert.Equal(isOwned, listing.Contains("flags owner", StringComparison.Ordinal));
            Assert.Contains("tcp dport 2222 tcp flags", listing, StringComparison.Ordinal);
            // One of a process that lives is nobody else's to remove.
            Assert.True(await RemoveLeftAsync(lab));
            Assert.Contains(table.Name, lab.InServer("nft", "list", "tables"), StringComparison.Ordinal);
        }
        Assert.Equal(before, lab.InServer("nft", "list", "tables"));
    }

    private static async Task<bool> RemoveLeftAsync(TestLab lab)
    {
        var there = await NfTablesSocket.ReadChainsAsync(lab.Server, CancellationToken.None);
        return await NamespaceThread.RunAsync(lab.Server, () => { TraceTable.RemoveLeft(there!); return there!.Traces.Count == 1; }, "trace packets", CancellationToken.None);
    }
}
