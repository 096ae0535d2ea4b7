namespace PortFirewall.Host.Tests;

public sealed class ArgumentTests
{
    private const string ShowsItsArguments =
        """
        param(
            [string] $Name, [switch] $Long, [int] $Number,
            [Parameter(Position = 0)] [string] $First, [Parameter(Position = 1)] [string] $Second)
        "$Name|$Long|$Number|$First|$Second|$args"
        """;

    [Theory]
    [InlineData("|False|0|||")]
    [InlineData("x|False|0|||", "-Name", "x")]
    [InlineData("|True|0|one||", "-Long", "one")]
    [InlineData("x|True|3|one|two|", "one", "-Long", "-Name", "x", "two", "-Number:3")]
    [InlineData("|False|0|||", "-Long:$false")]
    [InlineData("|True|0|||", "-Long:$true")]
    [InlineData("x y|False|0|||", "-Name:", "x y")]
    [InlineData("|False|0|a 'b' $c|`d|", "a 'b' $c", "`d")]
    [InlineData("|False|0|-||", "-")]
    public async Task A_script_gets_its_arguments_as_pwsh_binds_them(string expected, params string[] arguments)
    {
        using var script = new ScriptFile(ShowsItsArguments);
        var result = await HostProcess.Run(["-File", script.Path, .. arguments]);

        Assert.Equal(expected + "\n", result.Output);
    }

    [Fact]
    public async Task A_parameter_that_an_advanced_script_does_not_have_is_an_error()
    {
        using var script = new ScriptFile("[CmdletBinding()] param([string] $Name) 'never'");
        var result = await HostProcess.Run(script.Path, "-Nam", "x", "-Other", "y");

        Assert.Equal(1, result.Status);
        Assert.Equal("", result.Output);
        Assert.Contains("'Other'", result.Errors);
    }

    [Fact]
    public async Task A_mandatory_parameter_that_is_missing_is_an_error_and_no_question()
    {
        using var script = new ScriptFile("param([Parameter(Mandatory)] [string] $Name) 'never'");
        var result = await HostProcess.Run(script.Path);

        Assert.Equal(1, result.Status);
        Assert.Contains("missing mandatory parameters: Name", result.Errors);
    }

    [Theory]
    [InlineData("script.ps1")]
    [InlineData("with spaces, [brackets] and `ticks`.ps1")]
    [InlineData("no-extension")]
    public async Task A_script_knows_where_it_is(string name)
    {
        using var script = new ScriptFile("$PSScriptRoot; $PSCommandPath; $MyInvocation.MyCommand.Name", name);
        var result = await HostProcess.Run(script.Path);

        Assert.Equal([script.Folder, script.Path, name], result.OutputLines);
    }

    [Fact]
    public async Task A_command_line_is_all_that_follows()
    {
        var result = await HostProcess.Run("-c", "'one';", "'two'");

        Assert.Equal("one\ntwo\n", result.Output);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("-Command", "-")]
    [InlineData("-File", "-")]
    public async Task A_script_comes_in_on_standard_input(params string[] arguments)
    {
        var result = await HostProcess.RunWith([], "function Get-It {\n  'it'\n}\nGet-It\nexit 4\n", arguments);

        Assert.Equal("it\n", result.Output);
        Assert.Equal(4, result.Status);
    }

    [Theory]
    [InlineData("#Requires -Version 99.0", "requires PowerShell 99.0")]
    [InlineData("#Requires -PSEdition Desktop", "requires another edition")]
    public async Task A_script_that_requires_what_is_not_there_does_not_run(string requirement, string problem)
    {
        using var script = new ScriptFile($"{requirement}\n'never'");
        var result = await HostProcess.Run(script.Path);

        Assert.Equal(1, result.Status);
        Assert.Equal("", result.Output);
        Assert.Contains(problem, result.Errors);
    }

    [Fact]
    public async Task A_script_that_requires_what_is_there_runs()
    {
        using var script = new ScriptFile("#!/usr/bin/env pwsh\n#Requires -Version 7.4 -PSEdition Core\n'ran'");

        Assert.Equal("ran\n", (await HostProcess.Run(script.Path)).Output);
    }

    [Fact]
    public async Task Modules_are_imported_in_order_from_paths_and_folders()
    {
        var folder = Path.GetDirectoryName(HostProcess.SampleModule)!;
        var result = await HostProcess.Run("-Module", HostProcess.SampleModule, "-m", folder, "-c", "Get-Module | ForEach-Object Name");

        Assert.Equal("Sample\n", result.Output);
    }
}
