namespace PortFirewall.Help.Tests;

public sealed class ProblemTests : IDisposable
{
    private readonly SampleModule _module = new();

    [Fact]
    public async Task Pages_that_fit_the_module_are_no_problem() => Assert.Equal((0, ""), await _module.MakeHelp());

    [Fact]
    public async Task A_module_that_can_not_be_imported_is_one()
    {
        _module.BreakManifest();
        var (status, problems) = await _module.FindProblems();

        Assert.Equal(1, status);
        Assert.StartsWith("help: The module can't be imported: ", Assert.Single(problems));
    }

    [Fact]
    public async Task A_cmdlet_without_a_page_is_one()
    {
        _module.Delete("Get-Sample.md");
        var (status, problems) = await _module.FindProblems();

        Assert.Equal(1, status);
        Assert.Contains("help: Get-Sample has no page Get-Sample.md.", problems);
    }

    [Fact]
    public async Task A_page_without_a_cmdlet_is_one()
    {
        _module.Copy("Get-Sample.md", "Set-Sample.md");
        var (_, problems) = await _module.FindProblems();

        Assert.Equal(["help: Set-Sample.md: the module has no such cmdlet."], problems);
    }

    [Fact]
    public async Task A_parameter_without_a_heading_is_one()
    {
        _module.Edit("Get-Sample.md", "### -Id\nThe number.\n", "");
        var (_, problems) = await _module.FindProblems();

        Assert.Equal(["help: Get-Sample.md: -Id lacks a description."], problems);
    }

    [Fact]
    public async Task A_heading_without_a_description_is_one()
    {
        _module.Edit("Get-Sample.md", "The number.\n", "");
        var (_, problems) = await _module.FindProblems();

        Assert.Equal(["help: Get-Sample.md: -Id lacks a description."], problems);
    }

    [Fact]
    public async Task A_description_of_a_parameter_that_is_not_there_is_one()
    {
        _module.Edit("Get-Sample.md", "### -Id", "### -Number\nOld.\n\n### -Id");
        var (_, problems) = await _module.FindProblems();

        Assert.Equal(["help: Get-Sample.md: describes -Number, which Get-Sample does not have."], problems);
    }

    [Fact]
    public async Task A_shared_parameter_that_no_cmdlet_has_is_one()
    {
        _module.Edit("_common.md", "### -Shared", "### -Former\nOld.\n\n### -Shared");
        var (_, problems) = await _module.FindProblems();

        Assert.Equal(["help: _common.md: describes -Former, which no cmdlet has."], problems);
    }

    [Fact]
    public async Task Output_that_the_page_does_not_name_is_one()
    {
        _module.Edit("Get-Sample.md", "### PortFirewall.Help.Sample.SampleColour", "### System.String");
        var (_, problems) = await _module.FindProblems();

        Assert.Equal(
            ["help: Get-Sample.md: OUTPUTS lacks PortFirewall.Help.Sample.SampleColour, which Get-Sample says that it emits."], problems);
    }

    [Fact]
    public async Task A_property_may_be_told_on_the_page_of_another_cmdlet_that_emits_the_same()
    {
        _module.Edit("Get-Sample.md", "- `Colour`, `Number`: how many there are.", "As `Set-Sample` emits it.");
        var (_, problems) = await _module.FindProblems();
        Assert.Equal(
            [
                "help: Get-Sample.md: OUTPUTS does not tell the property Colour of PortFirewall.Help.Sample.SampleCount.",
                "help: Get-Sample.md: OUTPUTS does not tell the property Number of PortFirewall.Help.Sample.SampleCount.",
            ],
            problems);

        _module.Copy("Get-Sample.md", "Set-Sample.md");
        _module.Edit("Set-Sample.md", "As `Set-Sample` emits it.", "- `Colour`, `Number`: how many there are.");
        (_, problems) = await _module.FindProblems();
        Assert.Equal(["help: Set-Sample.md: the module has no such cmdlet."], problems);
    }

    [Fact]
    public async Task A_link_to_a_page_that_is_not_there_is_one()
    {
        _module.Edit("Get-Sample.md", "[link](about_Sample.md)", "[link](about_Nothing.md)");
        var (_, problems) = await _module.FindProblems();

        Assert.Equal(["help: Get-Sample.md: links to about_Nothing.md, which does not exist."], problems);
    }

    [Theory]
    [InlineData("# Get-Sample\n", "# Get-Simple\n", "its title is 'Get-Simple' and not 'Get-Sample'.")]
    [InlineData("Gets a `sample`.", "", "SYNOPSIS has to be one paragraph.")]
    [InlineData("## EXAMPLES", "## FORMER", "there are fewer than two examples.")]
    [InlineData("### Example 2: By number", "By number", "there are fewer than two examples.")]
    [InlineData("## INPUTS", "## FORMER", "INPUTS is missing; 'None' is for a cmdlet that takes nothing from the pipeline.")]
    [InlineData("No privilege is needed.", "Nothing to note.", "NOTES does not say which privilege it takes.")]
    [InlineData("- [about_Sample](about_Sample.md)\n", "", "RELATED LINKS is missing.")]
    [InlineData("`Number`", "the number", "OUTPUTS does not tell the property Number of PortFirewall.Help.Sample.SampleCount.")]
    [InlineData("```powershell\nPS> Get-Sample -Id 2\n```", "See above.", "'Example 2: By number' shows no command.")]
    [InlineData("## DESCRIPTION", "## ABOUT IT", "DESCRIPTION is missing.")]
    public async Task A_page_that_lacks_a_part_is_one(string text, string replacement, string problem)
    {
        _module.Edit("Get-Sample.md", text, replacement);
        var (_, problems) = await _module.FindProblems();

        Assert.Equal([$"help: Get-Sample.md: {problem}"], problems);
    }

    [Fact]
    public async Task All_problems_are_listed_at_once()
    {
        _module.Edit("Get-Sample.md", "The number.\n", "");
        _module.Edit("Get-Sample.md", "Its size.\n\n", "");
        _module.Edit("_common.md", "### -WhatIf", "### -What");
        var (_, problems) = await _module.FindProblems();

        Assert.True(problems.Length >= 3, string.Join('\n', problems));
    }

    public void Dispose() => _module.Dispose();
}
