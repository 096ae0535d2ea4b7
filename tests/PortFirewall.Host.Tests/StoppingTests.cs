using System.Runtime.InteropServices;

namespace PortFirewall.Host.Tests;

public sealed class StoppingTests
{
    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData(PosixSignal.SIGHUP, 129)]
    public async Task A_signal_stops_the_script_and_tells_so_by_the_status(PosixSignal signal, int status)
    {
        var result = await Stopped(signal, "while ($true) { [Threading.Thread]::Sleep(10) }", "");

        Assert.Equal(status, result.Status);
        Assert.Equal("", result.Output);
        Assert.Equal("", result.Errors);
    }

    [Fact]
    public async Task Finally_runs_to_its_end_whatever_is_called_there()
    {
        var result = await Stopped(
            PosixSignal.SIGINT,
            "while ($true) { [Threading.Thread]::Sleep(10) }",
            """
            [Threading.Thread]::Sleep(500)
            1..2 | ForEach-Object { "object $_" }
            /bin/echo 'program'
            $text = /bin/sh -c 'sleep 0.5; echo captured'; $text
            Get-Unknown
            Import-Module $env:SAMPLE
            Write-Streams -WarningAction SilentlyContinue
            (Get-Sample 3).Count
            'end'
            """);

        Assert.Equal(["object 1", "object 2", "program", "captured", "an object", "3", "end"], result.OutputLines);
        Assert.Contains("Get-Unknown", result.Errors);
        Assert.Contains("an error", result.Errors);
        Assert.Equal(130, result.Status);
    }

    [Fact]
    public async Task An_error_that_ends_finally_changes_nothing_of_the_status()
    {
        var result = await Stopped(PosixSignal.SIGINT, "while ($true) { [Threading.Thread]::Sleep(10) }", "throw 'not cleaned up'");

        Assert.Equal(130, result.Status);
    }

    [Fact]
    public async Task A_second_signal_does_not_cut_finally_short()
    {
        using var script = Script("while ($true) { [Threading.Thread]::Sleep(10) }", "'cleaning'\n[Threading.Thread]::Sleep(1000)\n'clean'");
        using var host = HostProcess.Start(script.Path);
        Assert.Equal("ready", await host.ReadLine());

        host.Send(PosixSignal.SIGINT);
        Assert.Equal("cleaning", await host.ReadLine());
        host.Send(PosixSignal.SIGINT);
        host.Send(PosixSignal.SIGTERM);
        var result = await host.Ended();

        Assert.Equal("clean\n", result.Output);
        Assert.Equal(130, result.Status);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task A_program_that_the_script_waits_for_is_stopped_too(PosixSignal signal, int status)
    {
        var result = await Stopped(signal, "/bin/sleep 100", "'clean'");

        Assert.Equal("clean\n", result.Output);
        Assert.Equal(status, result.Status);
    }

    [Fact]
    public async Task A_program_whose_output_is_captured_is_stopped_too()
    {
        var result = await Stopped(PosixSignal.SIGTERM, "$text = /bin/sh -c 'sleep 100; echo late'", "'clean'");

        Assert.Equal("clean\n", result.Output);
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_stops_a_script()
    {
        using var script = Script("while ($true) { [Threading.Thread]::Sleep(10) }", "'clean'");
        var result = await HostProcess.RunOnTerminal("ready", "\x03", [script.Path]);

        Assert.Contains("clean", result.Output);
        Assert.Equal(130, result.Status);
    }

    [Fact]
    public async Task A_signal_during_the_start_is_not_lost()
    {
        // From before the engine is loaded to when the script runs, in steps.
        for (var delay = 100; delay <= 900; delay += 100)
        {
            using var host = HostProcess.Start("-Command", "while ($true) { }");
            await Task.Delay(delay);
            host.Send(PosixSignal.SIGTERM);

            var result = await host.Ended();
            Assert.Equal((143, ""), (result.Status, result.Errors));
        }
    }

    private static async Task<HostResult> Stopped(PosixSignal signal, string work, string cleaning)
    {
        using var script = Script(work, cleaning);
        using var host = HostProcess.Start(script.Path);
        Assert.Equal("ready", await host.ReadLine());
        await Task.Delay(200);
        host.Send(signal);
        return await host.Ended();
    }

    private static ScriptFile Script(string work, string cleaning) =>
        new($$"""
            $env:SAMPLE = '{{HostProcess.SampleModule}}'
            try {
                'ready'
                {{work}}
            }
            finally {
                {{cleaning}}
            }
            'never'
            """);
}
