namespace PortFirewall;

/// <summary>A proof that is interrupted, at whatever moment, leaves nothing of what it put in to watch a rule.</summary>
public sealed class InterruptedProofTests(Labs labs) : IClassFixture<Labs>
{
    private const int Interruptions = 25;
    private const int LongestMilliseconds = 400;

    private const string Prove = """
        while ($true) {
            $null = Get-IptablesRule INPUT -Port 2222 @on |
                Confirm-IptablesRuleHit -While { Confirm-PortReachable server.example.net 2222 -From "netns:$($lab.Client)" -TimeoutSeconds 1 }
        }
        """;

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public async Task Nothing_is_left_of_it(string backend)
    {
        var lab = labs.On(backend);
        lab.Run("$null = Add-IptablesPortRule 2222 @on").Quietly();
        var before = Rules(lab);
        var moments = new Random(20241123);
        for (var i = 0; i < Interruptions; i++)
        {
            using var stop = new CancellationTokenSource(moments.Next(1, LongestMilliseconds));
            var result = await lab.Engine.RunAsync(Prove, stop.Token);
            Assert.True(result.Stopped);
            Assert.Empty(result.Errors);
            Assert.Equal(before, Rules(lab));
        }
        // One that was being opened at that moment is closed once it is.
        Assert.True(SpinWait.SpinUntil(() => Shell.Run($"{lab.In} cat /proc/net/netfilter/nfnetlink_log").Length == 0, TimeSpan.FromSeconds(20)));
        // Those of other tests, which run meanwhile, come and go; what was left stays.
        Assert.True(SpinWait.SpinUntil(() => !Directory.EnumerateDirectories("/proc/self/task").Select(NameOf).Contains("nflog"), TimeSpan.FromSeconds(20)));
        // And it still works.
        Assert.Equal(
            "True 1\nTrue 1",
            lab.Run("Get-IptablesRule INPUT -Port 2222 @on | Confirm-IptablesRuleHit -While { Confirm-PortReachable server.example.net 2222 -From \"netns:$($lab.Client)\" } | ForEach-Object { \"$($_.Confirmed) $($_.OwnPackets)\" }").Quietly().Text);
    }

    [Theory]
    [InlineData("throw 'out'", "out")]
    [InlineData("return", "")]
    [InlineData("Confirm-PortReachable 127.0.0.1 70000", "PortOutOfRange")]
    public void However_the_block_ends_nothing_is_left(string ending, string errors)
    {
        var lab = labs.On("Nft");
        lab.Run("$rule = Add-IptablesPortRule 2222 @on").Quietly();
        var before = Rules(lab);
        Assert.Equal(errors, lab.Run($"$null = Confirm-IptablesRuleHit $rule -While {{ {ending} }}").ErrorIds);
        Assert.Equal(before, Rules(lab));
        Assert.Equal("", Shell.Run($"{lab.In} cat /proc/net/netfilter/nfnetlink_log"));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("KILL")]
    public void A_process_that_is_ended_leaves_nothing(string signal)
    {
        var lab = labs.On("Nft");
        lab.Run("$rule = Add-IptablesPortRule 2222 @on").Quietly();
        var before = Rules(lab);
        ChildEngine.Run(
            $$"""
            Import-Module '{{BuiltModule.Manifest}}'
            Get-IptablesRule INPUT -Port 2222 -NetworkNamespace {{lab.Server}} -Backend Nft |
                Confirm-IptablesRuleHit -While { /bin/kill -s {{signal}} $PID; while ($true) { [System.Threading.Thread]::Sleep(20) } }
            """);
        // Its guardian works on when the process is gone.
        Assert.True(SpinWait.SpinUntil(() => Rules(lab) == before, TimeSpan.FromSeconds(20)), Rules(lab));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_a_process_leaves_that_is_killed_with_its_guardian_the_next_proof_takes_out(string backend)
    {
        var lab = labs.On(backend);
        lab.Run("$rule = Add-IptablesPortRule 2222 @on").Quietly();
        var before = Rules(lab);
        ChildEngine.Run(
            $$"""
            Import-Module '{{BuiltModule.Manifest}}'
            Get-IptablesRule INPUT -Port 2222 -NetworkNamespace {{lab.Server}} -Backend {{backend}} |
                Confirm-IptablesRuleHit -While { /bin/kill -s KILL (pgrep -f "portfirewall-guard $PID/") $PID; while ($true) { [System.Threading.Thread]::Sleep(20) } }
            """);
        Assert.Contains("PortFirewall witness", Rules(lab), StringComparison.Ordinal);
        // One family is asked about, and what is left in the other goes as well.
        lab.Run("$null = Confirm-IptablesRuleHit $rule[0] { }").Quietly();
        Assert.Equal(before, Rules(lab));
    }

    private static string Rules(TestLab lab) => string.Join('\n', TestLab.Families.SelectMany(lab.Input));

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
