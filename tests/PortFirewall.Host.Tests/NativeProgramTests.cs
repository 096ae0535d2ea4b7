namespace PortFirewall.Host.Tests;

public sealed class NativeProgramTests
{
    [Fact]
    public async Task A_program_writes_to_the_streams_of_the_host()
    {
        var result = await HostProcess.RunCommand("/bin/sh -c 'echo out; echo err >&2'");

        Assert.Equal("out\n", result.Output);
        Assert.Equal("err\n", result.Errors);
    }

    [Fact]
    public async Task A_program_has_the_terminal_that_the_host_has()
    {
        var result = await HostProcess.RunOnTerminal(
            "-Command", "/bin/sh -c 'test -t 0 && test -t 1 && test -t 2 && echo on a terminal'");

        Assert.Contains("on a terminal", result.Output);
    }

    [Fact]
    public async Task A_program_that_is_run_by_a_function_in_a_script_has_the_terminal_too()
    {
        using var script = new ScriptFile(
            """
            function Invoke-It([string[]] $Command) { $program, $rest = $Command; & $program @rest }
            Invoke-It /bin/sh, '-c', 'test -t 1 && echo on a terminal'
            """);
        var result = await HostProcess.RunOnTerminal(script.Path);

        Assert.Contains("on a terminal", result.Output);
    }

    [Fact]
    public async Task A_program_reads_the_standard_input_of_the_host()
    {
        var result = await HostProcess.RunWith([], "a line\n", "-Command", "/bin/cat");

        Assert.Equal("a line\n", result.Output);
    }

    [Fact]
    public async Task What_a_program_writes_can_be_captured()
    {
        var result = await HostProcess.RunCommand("$text = /bin/sh -c 'echo captured; exit 6'; \"<$text> $LASTEXITCODE\"");

        Assert.Equal("<captured> 6\n", result.Output);
    }

    [Fact]
    public async Task Output_of_programs_and_of_commands_keeps_its_order()
    {
        var result = await HostProcess.RunCommand("1; /bin/echo 2; 3; /bin/echo 4");

        Assert.Equal("1\n2\n3\n4\n", result.Output);
    }
}
