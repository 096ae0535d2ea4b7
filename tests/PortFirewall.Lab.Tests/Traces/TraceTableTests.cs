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

    [Fact]
    public async Task A_table_that_the_kernel_refuses_is_an_error()
    {
        using var lab = TestLab.Create();
        var before = lab.InServer("nft", "list", "tables");
        // More than one message to the kernel takes (netlink(7): as much as the socket's buffer for sending).
        var filter = new TraceFilter([.. Enumerable.Range(1, 20000).Select(port => new PortRule { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(port, port) })], EveryPacket: false);
        var error = await Assert.ThrowsAsync<FirewallException>(() => NamespaceThread.RunAsync(lab.Server, () => TraceTable.Make(filter), "trace packets", CancellationToken.None));
        Assert.Equal("TraceNotSupported", error.ErrorId);
        Assert.Equal(before, lab.InServer("nft", "list", "tables"));
    }

    [Fact]
    public async Task A_log_that_somebody_else_reads_is_an_error()
    {
        using var lab = TestLab.Create(IptablesBackend.Legacy);
        using var other = await NflogSocket.OpenAsync(lab.Server, LegacyTraceLine.Group, 64, CancellationToken.None);
        var filter = new TraceFilter([new PortRule { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(2222, 2222) }], EveryPacket: false);
        var error = await Assert.ThrowsAsync<FirewallException>(() => PacketTrace.StartAsync(new FirewallScope(lab.Server, IptablesBackend.Legacy), filter, CancellationToken.None));
        Assert.Equal("TraceLogUnavailable", error.ErrorId);
    }

    private static async Task<bool> RemoveLeftAsync(TestLab lab)
    {
        var there = await NfTablesSocket.ReadChainsAsync(lab.Server, CancellationToken.None);
        return await NamespaceThread.RunAsync(lab.Server, () => { TraceTable.RemoveLeft(there!); return there!.Traces.Count == 1; }, "trace packets", CancellationToken.None);
    }
}
