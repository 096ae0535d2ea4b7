using System.Diagnostics;

namespace PortFirewall;

/// <summary>A trace that ends before its time leaves no table, no logger and no process behind.</summary>
public sealed class TraceLeavesNothingTests(Labs labs) : IClassFixture<Labs>
{
    private const int Interrupts = 25;

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public async Task Interrupted_at_random(string backend)
    {
        var lab = labs.On(backend);
        var before = State(lab);
        // The first is slower: it loads the module's own assemblies.
        lab.Run("Trace-PortPath 2222 @on -While { }");
        for (var i = 0; i < Interrupts; i++)
        {
            using var stop = new CancellationTokenSource();
            var running = lab.Engine.RunAsync("while ($true) { Trace-PortPath 2222 @on -While { Confirm-PortReachable $lab.ServerAddress 2222 -From \"netns:$($lab.Client)\" -TimeoutSeconds 0.1 } }", stop.Token);
            await Task.Delay(Random.Shared.Next(10, 310));
            await stop.CancelAsync();
            Assert.True((await running).Stopped);
            // What the pipeline left to a thread of its own ends at once, if not in this very moment.
            await WaitForAsync(() => State(lab) == before, $"{before}\n{State(lab)}");
        }
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Killed_while_it_traces(string backend)
    {
        var lab = labs.On(backend);
        var before = State(lab);
        ChildEngine.Run($"Import-Module '{BuiltModule.Manifest}'; Trace-PortPath 2222 -NetworkNamespace {lab.Server} -Backend {backend} -While {{ if ((ip netns exec {lab.Server} nft list tables) -match 'trace') {{ kill -KILL $PID }} }}");
        Assert.DoesNotContain("portfirewall", State(lab), StringComparison.Ordinal);
        // The logger of the legacy tables is put back by the next one.
        lab.Run("Trace-PortPath 2222 @on -While { }");
        Assert.Equal(before, State(lab));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Told_to_end_while_it_traces(string backend)
    {
        var lab = labs.On(backend);
        var before = State(lab);
        ChildEngine.Run($"Import-Module '{BuiltModule.Manifest}'; Trace-PortPath 2222 -NetworkNamespace {lab.Server} -Backend {backend} -While {{ kill -TERM $PID; Start-Sleep 20 }}");
        Assert.Equal(before, State(lab));
    }

    [Fact]
    public void A_table_that_a_killed_process_left_on_an_older_kernel_is_removed_by_the_next()
    {
        var lab = labs.On("Nft");
        var before = State(lab);
        // No process has this number and this start.
        Shell.Run($"{lab.In} nft 'table inet portfirewall-trace-{Environment.ProcessId}-1-1 {{ chain prerouting {{ type filter hook prerouting priority -2147483648; tcp dport 2222 meta nftrace set 1; }}; }}'");
        lab.Run("Trace-PortPath 2222 @on -While { }");
        Assert.Equal(before, State(lab));
    }

    private static string State(TestLab lab)
        => Shell.Run($"{lab.In} nft list tables; ls /run/portfirewall | grep trace-log-$(stat -L -c %i /run/netns/{lab.Server}) || true; {lab.In} sh -c 'cat /proc/sys/net/netfilter/nf_log/2 /proc/sys/net/netfilter/nf_log/10'; pgrep -x xtables-monitor || true");

    private static async Task WaitForAsync(Func<bool> isSo, string why)
    {
        for (var clock = Stopwatch.StartNew(); !isSo(); await Task.Delay(20))
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), why);
    }
}
