namespace PortFirewall;

public sealed class NamespaceThreadTests : IDisposable
{
    private readonly TestLab _lab = TestLab.Create();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Work_sees_the_network_of_the_namespace_and_nobody_else_does()
    {
        var host = File.ReadAllText("/proc/thread-self/net/dev");
        var inside = await NamespaceThread.RunAsync(_lab.Server, () => File.ReadAllText("/proc/thread-self/net/fib_trie"), "test", CancellationToken.None);
        Assert.Contains("198.51.100.1", inside, StringComparison.Ordinal);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(
            () => Assert.DoesNotContain("198.51.100.1", File.ReadAllText("/proc/thread-self/net/fib_trie"), StringComparison.Ordinal))));
        Assert.Contains("lo:", host, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_is_told_from_outside_of_the_namespace()
    {
        var inside = "";
        var work = () => NamespaceThread.RunAsync(_lab.Server, () =>
        {
            // The waiting has begun by then.
            Thread.Sleep(100);
            return inside = PostingContext.Namespaces;
        }, "test", CancellationToken.None);
        Assert.Equal([PostingContext.Namespaces], await PostingContext.WaitAsync(work));
        Assert.NotEqual("", inside);
        Assert.NotEqual(PostingContext.Namespaces, inside);
    }

    [Fact]
    public async Task A_twin_tells_from_outside_of_itself()
    {
        using var twin = await TwinThread.StartAsync();
        Assert.Equal([PostingContext.Namespaces], await PostingContext.WaitAsync(() => twin.RunAsync(() => { Thread.Sleep(100); return 0; }, CancellationToken.None)));
    }

    [Fact]
    public async Task Without_a_name_work_stays_where_the_caller_is()
    {
        var here = File.ReadAllText("/proc/thread-self/net/fib_trie");
        Assert.Equal(here, await NamespaceThread.RunAsync(null, () => File.ReadAllText("/proc/thread-self/net/fib_trie"), "test", CancellationToken.None));
    }

    [Fact]
    public async Task What_the_work_throws_comes_to_the_one_who_waits()
        => await Assert.ThrowsAsync<InvalidOperationException>(
            () => NamespaceThread.RunAsync<int>(_lab.Server, () => throw new InvalidOperationException(), "test", CancellationToken.None));

    [Fact]
    public async Task Cancelling_does_not_wait_for_the_work()
    {
        using var stop = new CancellationTokenSource(100);
        var work = NamespaceThread.RunAsync(_lab.Server, () => { Thread.Sleep(3000); return 0; }, "test", stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_closed()
    {
        using var stop = new CancellationTokenSource(100);
        var late = new CancellationTokenSource();
        var work = NamespaceThread.RunAsync(_lab.Server, () => { Thread.Sleep(500); return late; }, "test", stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.True(SpinWait.SpinUntil(() => IsDisposed(late), TimeSpan.FromSeconds(10)));

        static bool IsDisposed(CancellationTokenSource source)
        {
            try
            {
                return !source.Token.CanBeCanceled;
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        }
    }

    [Theory]
    [InlineData("pflab-no-such", "NetworkNamespaceNotFound")]
    [InlineData("../net", "InvalidNetworkNamespaceName")]
    [InlineData("-x", "InvalidNetworkNamespaceName")]
    public async Task A_namespace_that_is_not_there_is_an_error(string name, string errorId)
    {
        var error = await Assert.ThrowsAsync<FirewallException>(() => NamespaceThread.RunAsync(name, () => 0, "test", CancellationToken.None));
        Assert.Equal(errorId, error.ErrorId);
    }

    [Fact]
    public async Task A_file_that_is_no_namespace_is_an_error()
    {
        var name = FirewallLabs.NextName();
        await File.WriteAllTextAsync(NetworkNamespaces.PathOf(name), "");
        try
        {
            var error = await Assert.ThrowsAsync<FirewallException>(() => NamespaceThread.RunAsync(name, () => 0, "test", CancellationToken.None));
            Assert.Equal("NetworkNamespaceNotFound", error.ErrorId);
        }
        finally
        {
            File.Delete(NetworkNamespaces.PathOf(name));
        }
    }
}
