namespace PortFirewall;

/// <summary><c>ForEach-Object -Parallel</c>: each side has a session of its own, and what comes out is whole.</summary>
public sealed class ParallelPipelineTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Ports_that_are_added_and_judged_side_by_side_are_all_there_and_open(string backend)
    {
        var lab = labs.On(backend).By("-A INPUT -j REJECT");
        lab.Engine.Set("module", BuiltModule.Manifest);
        var result = lab.Run("""
            8001..8012 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:module
                $on = $using:on
                $null = Add-IptablesPortRule $_ @on
                "$_ $(Test-PortPath $_ @on -Quiet) $(@(Get-IptablesRule INPUT -Port $_ -Target ACCEPT @on).Count)"
            }
            """).Quietly();
        Assert.Equal(Enumerable.Range(8001, 12).Select(port => $"{port} True 2"), result.Text.Split('\n').Order(StringComparer.Ordinal));
        Assert.All(TestLab.Families, family => Assert.Equal(12, lab.Input(family).Count(rule => rule.Contains("--dport 80", StringComparison.Ordinal))));
    }

    [Fact]
    public void Probes_side_by_side_each_say_what_they_were_asked()
    {
        var lab = labs.On("Nft");
        lab.Engine.Set("module", BuiltModule.Manifest);
        lab.Run("$null = Add-IptablesPortRule 2222, 2223 @on").Quietly();
        var result = lab.Run("""
            2222, 2223, 2222, 2223, 2222, 2223 | ForEach-Object -ThrottleLimit 6 -Parallel {
                Import-Module $using:module
                Confirm-PortReachable ($using:lab).ServerAddress $_ -From "netns:$(($using:lab).Client)" | ForEach-Object { "$($_.Port) $($_.Outcome)" }
            }
            """).Quietly();
        Assert.Equal(
            from said in new[] { "2222 Open", "2223 Refused" }
            from time in Enumerable.Range(0, 3)
            select said,
            result.Text.Split('\n').Order(StringComparer.Ordinal));
    }
}
