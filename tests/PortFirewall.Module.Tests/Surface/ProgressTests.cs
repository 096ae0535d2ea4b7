using System.Management.Automation;

namespace PortFirewall;

/// <summary>What takes long says so (SD04), and takes it back when it has ended.</summary>
public sealed class ProgressTests(Labs labs) : IClassFixture<Labs>
{
    [Fact]
    public void A_wait_of_more_than_a_second_is_told_of()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("Confirm-PortReachable $lab.ServerAddress 2223 -From \"netns:$($lab.Client)\" -TimeoutSeconds 1.8").Quietly();
        Assert.Equal(("Confirm-PortReachable", "Waiting for answers"), (result.Progress[0].Activity, result.Progress[0].StatusDescription));
        // On a busy machine somebody looks at the clock later.
        Assert.Matches("^[1-9][0-9]* s$", result.Progress[0].CurrentOperation);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Fact]
    public void The_guide_names_the_step_that_it_is_at()
    {
        var lab = labs.On("Nft");
        var result = lab.Run("Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -Save:$false").Quietly();
        Assert.True(result.Progress.Select(p => p.StatusDescription).Distinct(StringComparer.Ordinal).Count() > 4, string.Join(", ", result.Progress.Select(p => p.StatusDescription)));
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Fact]
    public async Task Stopped_while_it_tells_so_it_ends_its_work_all_the_same()
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2.5));
        var result = await lab.Engine.RunAsync("Open-IptablesPort 2222 @on -Source 192.0.2.77 -ProbeFrom \"netns:$($lab.Client)\" -TimeoutSeconds 60 -Save:$false", stop.Token);
        Assert.True(result.Stopped);
        Assert.Equal(string.Join('\n', Rules(before)), string.Join('\n', Rules(lab.Everything)));
    }

    // Without the counters, which rise while somebody probes.
    private static IEnumerable<string> Rules(string saved) => saved.Split('\n').Select(l => l[(l.IndexOf(']', StringComparison.Ordinal) + 1)..]).Where(l => l.StartsWith(" -A", StringComparison.Ordinal));
}
