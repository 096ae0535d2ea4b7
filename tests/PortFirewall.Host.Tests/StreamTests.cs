namespace PortFirewall.Host.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task Only_what_is_emitted_goes_to_standard_output()
    {
        var result = await HostProcess.RunCommand("Write-Streams -Verbose -Debug -WarningAction Continue");

        Assert.Equal("an object\n", result.Output);
        Assert.Contains("WARNING: a warning\nVERBOSE: verbose\nDEBUG: debug\n", result.Errors);
    }

    [Fact]
    public async Task Messages_that_nobody_asked_for_are_not_written()
    {
        var result = await HostProcess.RunCommand("Write-Streams");

        Assert.DoesNotContain("VERBOSE", result.Errors);
        Assert.DoesNotContain("DEBUG", result.Errors);
        Assert.DoesNotContain("information", result.Output);
    }

    [Fact]
    public async Task Preference_variables_decide_what_is_written()
    {
        var result = await HostProcess.RunCommand(
            "$VerbosePreference = $InformationPreference = 'Continue'; "
            + "$WarningPreference = $ErrorActionPreference = 'SilentlyContinue'; Write-Streams");

        Assert.Equal("an object\ninformation\n", result.Output);
        Assert.Equal("VERBOSE: verbose\n", result.Errors);
    }

    [Fact]
    public async Task An_error_says_what_went_wrong_and_what_to_do()
    {
        var result = await HostProcess.RunCommand("Write-Streams -WarningAction SilentlyContinue");

        Assert.Equal("Write-Streams: an error\n  Recommendation: Do something else.\n", result.Errors);
    }

    [Fact]
    public async Task An_error_in_a_script_says_where()
    {
        using var script = new ScriptFile("\n\nGet-Unknown\n");
        var result = await HostProcess.Run(script.Path);

        Assert.Contains($"{script.Path}:3", result.Errors);
    }

    [Fact]
    public async Task An_error_that_ends_an_advanced_script_says_where()
    {
        using var script = new ScriptFile(
            """
            [CmdletBinding()] param()
            $ErrorActionPreference = 'Stop'
            function Inner {
                & 'un known'
            }
            Inner
            """);
        var result = await HostProcess.Run(script.Path);

        Assert.Contains($"at Inner, {script.Path}: line 4", result.Errors);
    }

    [Fact]
    public async Task An_error_shows_no_stack_of_the_engine()
    {
        using var script = new ScriptFile("[IO.File]::ReadAllText('/nowhere')");
        var result = await HostProcess.Run(script.Path);

        Assert.Contains("'/nowhere'", result.Errors);
        Assert.DoesNotContain("   at System.", result.Errors);
    }

    [Fact]
    public async Task A_parse_error_says_where()
    {
        using var script = new ScriptFile("'fine'\nforeach (");
        var result = await HostProcess.Run(script.Path);

        Assert.Equal(1, result.Status);
        Assert.Equal("", result.Output);
        Assert.Contains("2 |", result.Errors);
        Assert.Contains("Missing variable name after foreach.", result.Errors);
    }

    [Fact]
    public async Task Progress_is_not_written_to_a_pipe()
    {
        var result = await HostProcess.RunCommand("Write-Streams");

        Assert.DoesNotContain("Working", result.Output + result.Errors);
    }

    [Fact]
    public async Task Progress_is_written_to_a_terminal_and_erased()
    {
        var result = await HostProcess.RunOnTerminal("-Module", HostProcess.SampleModule, "-Command", "Write-Streams");

        Assert.Contains("Working: hard\r\e[K", result.Output);
    }

    [Fact]
    public async Task Errors_that_are_redirected_are_objects()
    {
        var result = await HostProcess.RunCommand("$all = Write-Streams 2>&1 3>$null; $all.Count; $all[1].FullyQualifiedErrorId");

        Assert.Equal("2\nSample,Write-Streams\n", result.Output);
        Assert.Equal("", result.Errors);
    }
}
