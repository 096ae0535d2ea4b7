namespace PortFirewall.Host.Tests;

/// <summary>As <c>pwsh</c> documents it in about_Pwsh.</summary>
public sealed class ExitStatusTests
{
    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("function Leave { exit 8 }; Leave; 'never'", 8)]
    [InlineData("throw 'it'", 1)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Unknown; 'never'", 1)]
    [InlineData("Get-Unknown", 0)]
    [InlineData("/bin/false", 0)]
    [InlineData("/bin/sh -c 'exit 9'; exit $LASTEXITCODE", 9)]
    public async Task A_script_file_ends_with(string text, int status)
    {
        using var script = new ScriptFile(text);

        Assert.Equal(status, (await HostProcess.Run("-File", script.Path)).Status);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'it'", 1)]
    [InlineData("1 +", 1)]
    [InlineData("Get-Unknown; 'fine'", 0)]
    [InlineData("'fine'; Get-Unknown", 1)]
    [InlineData("/bin/sh -c 'exit 9'", 1)]
    public async Task A_command_line_ends_with(string text, int status) =>
        Assert.Equal(status, (await HostProcess.Run("-Command", text)).Status);

    [Fact]
    public async Task The_exit_of_a_script_that_a_script_runs_is_its_own()
    {
        using var inner = new ScriptFile("exit 5");
        var result = await HostProcess.Run("-Command", $"& '{inner.Path}'; \"it said $LASTEXITCODE\"");

        Assert.Equal("it said 5\n", result.Output);
        Assert.Equal(0, result.Status);
    }

    [Theory]
    [InlineData("--unknown")]
    [InlineData("nowhere.ps1")]
    [InlineData("-Command")]
    [InlineData("-Module")]
    [InlineData("-File")]
    [InlineData("-", "more")]
    [InlineData]
    public async Task A_wrong_command_line_runs_nothing_and_ends_with_64(params string[] arguments)
    {
        var result = await HostProcess.Run(arguments);

        Assert.Equal(64, result.Status);
        Assert.Equal("", result.Output);
        Assert.StartsWith("PortFirewall.Host: ", result.Errors);
    }

    [Fact]
    public async Task A_module_that_can_not_be_imported_ends_with_1_before_anything_runs()
    {
        var result = await HostProcess.Run("-Module", "nowhere.psd1", "-Command", "'never'");

        Assert.Equal(1, result.Status);
        Assert.Equal("", result.Output);
        Assert.Contains("nowhere.psd1", result.Errors);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-?")]
    public async Task Help_is_on_standard_output_and_ends_with_0(string argument)
    {
        var result = await HostProcess.Run(argument);

        Assert.Equal(0, result.Status);
        Assert.Contains("Usage:", result.Output);
    }
}
