namespace PortFirewall.Help.Tests;

/// <summary>What the engine shows, which is what the files are for.</summary>
public sealed class GetHelpTests(MadeHelp made) : IClassFixture<MadeHelp>
{
    [Fact]
    public async Task The_engine_finds_the_help_beside_the_manifest()
    {
        var help = await made.Get("Get-Sample");

        Assert.Contains("SYNOPSIS\n    Gets a sample.\n", help);
        Assert.Contains("    The first paragraph, in two lines, with a link & emphasis.\n", help);
        Assert.Contains("    - an item with <code>\n", help);
    }

    [Fact]
    public async Task Syntax_is_that_of_the_cmdlet_with_the_default_way_first()
    {
        var help = await made.Get("Get-Sample");
        var lines = help.Split("SYNTAX")[1].Split("DESCRIPTION")[0];
        var syntax = string.Join(' ', lines.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        const string others = "[-Size {one | two}] [-Shared] [-WhatIf] [-Confirm] [<CommonParameters>]";
        Assert.Equal(
            $"Get-Sample [-Name] <string[]> [[-Colour] {{Red | Green}}] {others} Get-Sample [[-Colour] {{Red | Green}}] -Id <int> {others}",
            syntax);
    }

    [Theory]
    [InlineData("Name", "The name; wildcards allowed.", "true", "0", "None", "True (ByValue)", "none", "true")]
    [InlineData("Id", "The number.", "true", "named", "None", "True (ByPropertyName)", "none", "false")]
    [InlineData("Colour", "Its colour.", "false", "1", "Green", "False", "Color, c", "false")]
    [InlineData("Size", "Its size.", "false", "named", "two", "False", "none", "false")]
    [InlineData("Shared", "Described once for all.", "false", "named", "False", "False", "none", "false")]
    [InlineData("Confirm", "Asks first.", "false", "named", "False", "False", "cf", "false")]
    public async Task A_parameter_is_described_with_words_of_the_page_and_facts_of_the_cmdlet(
        string name,
        string description,
        string required,
        string position,
        string defaultValue,
        string pipeline,
        string aliases,
        string wildcards)
    {
        var help = await made.Get($"Get-Sample -Parameter {name}");

        Assert.StartsWith($"\n-{name}", help);
        Assert.Contains($"    {description}\n", help);
        Assert.Contains($"Required?                    {required}\n", help);
        Assert.Contains($"Position?                    {position}\n", help);
        Assert.Contains($"Default value                {defaultValue}\n", help);
        Assert.Contains($"Accept pipeline input?       {pipeline}\n", help);
        Assert.Contains($"Aliases                      {aliases}\n", help);
        Assert.Contains($"Accept wildcard characters?  {wildcards}\n", help);
    }

    [Fact]
    public async Task A_parameter_that_is_not_to_be_typed_is_not_shown()
    {
        Assert.DoesNotContain("Hidden", await made.Get("Get-Sample -Full"));
    }

    [Fact]
    public async Task Examples_are_shown_as_they_are_typed()
    {
        var help = await made.Get("Get-Sample -Examples");

        Assert.Contains("---------- Example 1: By name ----------", help);
        Assert.Contains("    PS> Get-Sample one\n    # not a heading\n    Red\n", help);
        Assert.Contains("    What it means.\n", help);
        Assert.Contains("---------- Example 2: By number ----------", help);
    }

    [Fact]
    public async Task Inputs_outputs_notes_and_links_are_shown()
    {
        var help = await made.Get("Get-Sample -Full");

        Assert.Contains("INPUTS\n    System.String[]\n        Names.\n", help);
        Assert.Contains("OUTPUTS\n    PortFirewall.Help.Sample.SampleColour\n        One for each sample.\n", help);
        Assert.Contains("        No privilege is needed.\n", help);
        Assert.Contains("RELATED LINKS\n    about_Sample", help);
    }

    [Fact]
    public async Task An_about_topic_is_found_and_has_a_synopsis()
    {
        Assert.Contains("LONG DESCRIPTION", await made.Get("about_Sample"));
        Assert.Contains("About the sample.", await made.Get("about_Samp*"));
    }

    [Fact]
    public async Task An_about_topic_is_wrapped_and_laid_out()
    {
        Assert.Equal(
            """
            TOPIC
                about_Sample

            SHORT DESCRIPTION
                About the sample.

            LONG DESCRIPTION
                A paragraph that is long enough to be wrapped, because about topics are
                shown as they are and not wrapped by the engine.

                1. first
                2. second

              A heading
                Text below it.

                    PS> Get-Sample one

            """,
            await made.AboutTopic());
    }
}
