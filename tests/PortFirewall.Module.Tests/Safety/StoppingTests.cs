using System.Diagnostics;

namespace PortFirewall;

/// <summary>Ctrl-C ends what is running, promptly, and leaves the firewall whole.</summary>
public sealed class StoppingTests(Labs labs) : IClassFixture<Labs>
{
    /// <summary>Half of what the probes would wait for; a machine that is busy takes its time for anything.</summary>
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("Confirm-PortReachable $lab.ServerAddress 2223 -From \"netns:$($lab.Client)\" -TimeoutSeconds 60")]
    [InlineData("Confirm-PortReachable $lab.ServerAddress 3000-3100 -From \"netns:$($lab.Client)\" -TimeoutSeconds 60")]
    [InlineData("Confirm-IptablesRuleHit (Get-IptablesRule INPUT @on)[0] { while ($true) { } }")]
    [InlineData("Confirm-IptablesRuleHit (Get-IptablesRule INPUT @on)[0] { Confirm-PortReachable $lab.ServerAddress 2223 -From \"netns:$($lab.Client)\" -TimeoutSeconds 60 }")]
    [InlineData("while ($true) { Get-IptablesRule @on }")]
    [InlineData("while ($true) { $null = Get-PortListener -NetworkNamespace $lab.Server }")]
    public async Task It_ends_and_nothing_is_changed(string script)
    {
        var lab = labs.On("Nft");
        var before = Rules(lab);
        var (result, took) = await StopAsync(lab, script, TimeSpan.FromMilliseconds(400));
        Assert.True(result.Stopped);
        Assert.Empty(result.Errors);
        Assert.InRange(took, TimeSpan.Zero, Promptly);
        Assert.Equal(before, Rules(lab));
        // The session goes on.
        Assert.Equal("False\nFalse", lab.Run("Test-IptablesRule 2222 @on | ForEach-Object Exists").Quietly().Text);
    }

    [Fact]
    public async Task A_search_for_issues_among_very_many_rules_ends()
    {
        var lab = labs.On("Nft");
        lab.Run("$rules = \"*filter`n:INPUT DROP [0:0]`n\" + [string]::Join(\"`n\", @(foreach ($i in 1..60000) { \"-A INPUT -s 10.$($i -shr 12).$(($i -shr 4) -band 255).$(($i -band 15) * 16)/29 -j DROP\" })) + \"`nCOMMIT`n\" | Import-IptablesRuleset -AddressFamily IPv4").Quietly();
        var (result, took) = await StopAsync(lab, "Find-IptablesRuleIssue -Ruleset $rules", TimeSpan.FromSeconds(2));
        Assert.True(result.Stopped);
        Assert.InRange(took, TimeSpan.Zero, Promptly);
    }

    [Theory]
    [InlineData("Nft", 20)]
    [InlineData("Nft", 90)]
    [InlineData("Nft", 160)]
    [InlineData("Legacy", 50)]
    [InlineData("Legacy", 120)]
    public async Task A_change_is_whole_or_absent_in_both_families(string backend, int milliseconds)
    {
        var lab = labs.On(backend);
        var (result, took) = await StopAsync(lab, "while ($true) { 2301..2320 | Add-IptablesPortRule @on; Remove-IptablesRule -Port (2301..2320) @on }", TimeSpan.FromMilliseconds(milliseconds));
        Assert.True(result.Stopped);
        Assert.InRange(took, TimeSpan.Zero, Promptly);
        var counts = TestLab.Families.Select(f => lab.Input(f).Count(r => r.Contains("--dport 23", StringComparison.Ordinal))).ToList();
        Assert.True(counts is [0, 0] or [20, 20], string.Join(' ', counts));
    }

    [Fact]
    public async Task A_lab_in_the_making_leaves_nothing()
    {
        var lab = labs.On("Nft");
        var name = lab.Name + "-half";
        var (result, _) = await StopAsync(lab, $"while ($true) {{ $null = New-FirewallLab {name}; Remove-FirewallLab {name} }}", TimeSpan.FromMilliseconds(130));
        Assert.True(result.Stopped);
        if (File.Exists($"/run/netns/{name}-server"))
            lab.Run($"Remove-FirewallLab {name}").Quietly();
        Assert.False(File.Exists($"/run/netns/{name}-server"));
        Assert.False(File.Exists($"/run/netns/{name}-client"));
        Assert.False(Directory.Exists($"/etc/netns/{name}-client"));
    }

    // Counters rise while somebody probes.
    private static string Rules(TestLab lab) => string.Join('\n', TestLab.Families.SelectMany(lab.Input));

    private static async Task<(EngineResult Result, TimeSpan Took)> StopAsync(TestLab lab, string script, TimeSpan after)
    {
        using var stop = new CancellationTokenSource();
        var running = lab.Engine.RunAsync(script, stop.Token);
        await Task.Delay(after);
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        var result = await running;
        return (result, watch.Elapsed);
    }
}
