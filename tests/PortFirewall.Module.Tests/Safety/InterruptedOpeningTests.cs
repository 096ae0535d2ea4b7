namespace PortFirewall;

/// <summary>Whenever Ctrl-C comes while a port is opened or closed, the rules are as they were, or all is done.</summary>
public sealed class InterruptedOpeningTests(Labs labs) : IClassFixture<Labs>
{
    private const int Times = 25;
    // Within the time that one takes, so that most of them are met on the way.
    private const int OpeningMilliseconds = 200;
    private const int ClosingMilliseconds = 450;

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public async Task Opening_leaves_nothing_half_done(string backend)
    {
        var lab = labs.On(backend);
        var closed = Rules(lab);
        var random = new Random(20261123);
        var met = 0;
        for (var i = 0; i < Times; i++)
        {
            met += await StopAsync(lab, "Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -Save:$false", random.Next(OpeningMilliseconds));
            if (Rules(lab) != closed)
                lab.Run("Remove-IptablesRule -Port 2222 @on -AddressFamily IPv4; Remove-IptablesRule -Port 2222 @on -AddressFamily IPv6").Quietly();
            Assert.Equal(closed, Rules(lab));
        }
        Assert.InRange(met, 1, Times);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public async Task Closing_leaves_nothing_half_done(string backend)
    {
        var lab = labs.On(backend);
        var closed = Rules(lab);
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        var open = Rules(lab);
        var random = new Random(20261124);
        var met = 0;
        for (var i = 0; i < Times; i++)
        {
            met += await StopAsync(lab, "Close-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -TimeoutSeconds 0.3 -Save:$false", random.Next(ClosingMilliseconds));
            var after = Rules(lab);
            // Ctrl-C may come when all is done; half of it would be one family of the two.
            Assert.True(after == open || after == closed, after);
            if (after == closed)
                lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
            Assert.Equal(open, Rules(lab));
        }
        Assert.InRange(met, 1, Times);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void A_session_that_is_ended_takes_back_what_it_has_not_proved(string signal)
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        Shell.Run($"ip netns exec {lab.Client} iptables-nft -A OUTPUT -p tcp --dport 2222 -j DROP");
        try
        {
            ChildEngine.Run(
                $$"""
                Import-Module '{{BuiltModule.Manifest}}'
                $null = [Diagnostics.Process]::Start('/bin/sh', "-c 'n=0; until ip netns exec {{lab.Server}} iptables-nft -S INPUT | grep -q 2222 || [ $((n+=1)) -gt 500 ]; do sleep 0.02; done; kill -s {{signal}} $PID'")
                Open-IptablesPort 2222 -AddressFamily IPv4 -NetworkNamespace {{lab.Server}} -Backend Nft -ProbeFrom netns:{{lab.Client}} -TimeoutSeconds 30 -Save:$false
                """);
            Assert.Equal(before, Rules(lab));
        }
        finally
        {
            Shell.Run($"ip netns exec {lab.Client} iptables-nft -F OUTPUT");
        }
    }

    // Counters rise while somebody probes.
    private static string Rules(TestLab lab) => string.Join('\n', TestLab.Families.SelectMany(lab.Input));

    /// <returns>1 where it was met on the way, 0 where it had ended.</returns>
    private static async Task<int> StopAsync(TestLab lab, string script, int milliseconds)
    {
        using var stop = new CancellationTokenSource();
        var running = lab.Engine.RunAsync(script, stop.Token);
        await Task.Delay(milliseconds);
        await stop.CancelAsync();
        return (await running).Stopped ? 1 : 0;
    }
}
