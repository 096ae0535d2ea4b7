namespace PortFirewall;

/// <summary>What the shell that makes changes tells of them, and what is made of it.</summary>
public sealed class CommitReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portfirewall-commit-").FullName;

    [Fact]
    public void Each_call_is_told_with_its_status_and_what_it_complained_of()
    {
        var steps = new[] { Step("true", "true"), Step("true", "true"), Step("true", "true") };
        var outcomes = CommitReport.Read("make 0 0\nmake 1 2\n iptables-restore: line 3 failed\n \n  end\nundo 0 4\n Another app is holding the lock\nend\n", steps)!;
        Assert.Equal([false, true, false], outcomes.Select(o => o.HasFailed));
        // It could not be taken back.
        Assert.Equal([true, false, false], outcomes.Select(o => o.IsMade));
        Assert.Equal("iptables-restore: line 3 failed\n\n end", outcomes[1].Make!.StandardError);
        Assert.Equal((4, "Another app is holding the lock"), (outcomes[0].TakeBack!.ExitCode, outcomes[0].TakeBack!.StandardError));
        Assert.Same(steps[0].TakeBack, outcomes[0].TakeBack!.Command);
        Assert.Null(outcomes[2].Make);
    }

    [Fact]
    public void A_report_that_breaks_off_anywhere_is_none()
    {
        const string Report = "make 0 0\nmake 1 1\n end\nundo 0 0\nend";
        var steps = new[] { Step("true", "true"), Step("true", "true") };
        Assert.All(Enumerable.Range(0, Report.Length), length => Assert.Null(CommitReport.Read(Report[..length], steps)));
        Assert.NotNull(CommitReport.Read(Report, steps));
    }

    [Fact]
    public async Task A_change_that_fails_takes_back_those_before_it_the_last_one_first()
    {
        var outcomes = await NativeCommit.MakeAllAsync(
        [
            Step("echo one >> done", "echo not one >> done"),
            Step("cat >> done", "echo not two >> done; echo 'no way' >&2; exit 4", "two\n\"$(id)\" \\\n"),
            Step("echo three >> done; printf 'end\\n\\n  blank' >&2; exit 3", "echo not three >> done"),
            Step("echo four >> done", "echo not four >> done"),
        ]);
        Assert.Equal("one\ntwo\n\"$(id)\" \\\nthree\nnot two\nnot one\n", await File.ReadAllTextAsync(Path.Combine(_folder, "done")));
        Assert.Equal([0, 0, 3, null], outcomes.Select(o => o.Make?.ExitCode));
        Assert.Equal([0, 4, null, null], outcomes.Select(o => o.TakeBack?.ExitCode));
        Assert.Equal([false, true, false, false], outcomes.Select(o => o.IsMade));
        Assert.Equal("end\n\n  blank", outcomes[2].Make!.StandardError);
        Assert.Equal("no way", outcomes[1].TakeBack!.StandardError);
    }

    [Fact]
    public async Task Changes_that_stand_for_themselves_are_made_whatever_becomes_of_the_others()
    {
        var outcomes = await NativeCommit.MakeEachAsync([Call("exit 1"), Call("echo two >> done"), Call("exit 2"), Call("echo four >> done")]);
        Assert.Equal([1, 0, 2, 0], outcomes.Select(o => o.Make?.ExitCode));
        Assert.Equal("two\nfour\n", await File.ReadAllTextAsync(Path.Combine(_folder, "done")));
    }

    [Fact]
    public async Task A_call_that_does_not_end_is_stopped_and_those_before_it_are_taken_back()
    {
        var outcomes = await NativeCommit.MakeAllAsync(
        [
            Step("echo one >> done", "echo not one >> done"),
            new CommitStep(Call("exec sleep 600") with { Timeout = TimeSpan.FromSeconds(1) }, null),
        ]);
        Assert.True(outcomes[1].WasStopped);
        Assert.Equal("one\nnot one\n", await File.ReadAllTextAsync(Path.Combine(_folder, "done")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CommitStep Step(string make, string takeBack, string? input = null) => new(Call(make) with { StandardInput = input }, Call(takeBack));

    private NativeCommand Call(string script) => new(NativeTool.Shell, ["-c", $"cd {_folder} && {{ {script}; }}"]) { NeedsPrivilege = false };
}
