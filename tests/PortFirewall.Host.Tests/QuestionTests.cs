namespace PortFirewall.Host.Tests;

public sealed class QuestionTests
{
    private static readonly string[] Confirm = ["-Module", HostProcess.SampleModule, "-Command", "Set-Sample -Confirm"];

    [Theory]
    [InlineData("y\n", "changed")]
    [InlineData("\n", "changed")]
    [InlineData("Yes to All\n", "changed")]
    [InlineData("n\n", "not changed")]
    public async Task An_answer_on_the_terminal_decides(string typed, string expected)
    {
        var result = await HostProcess.RunOnTerminal("[Y] Yes", typed, Confirm);

        Assert.Contains("Performing the operation \"Change\" on target \"the target\".", result.Output);
        Assert.Contains("[Y] Yes", result.Output);
        Assert.Contains($"\n{expected}\r", result.Output);
    }

    [Fact]
    public async Task A_question_is_asked_again_until_the_answer_is_one_of_the_choices()
    {
        var result = await HostProcess.RunOnTerminal("[Y] Yes", "perhaps\n?\nn\n", Confirm);

        Assert.Equal(3, result.Output.Split("[Y] Yes").Length - 1);
        Assert.Contains("Y - Continue with only the next step of the operation.", result.Output);
        Assert.Contains("\nnot changed\r", result.Output);
    }

    [Fact]
    public async Task A_question_that_nobody_can_answer_is_an_error_and_nothing_is_done()
    {
        var result = await HostProcess.RunWith([], "y\n", Confirm);

        Assert.DoesNotContain("changed", result.Output);
        Assert.Contains("standard input is not a terminal", result.Errors);
    }

    [Fact]
    public async Task WhatIf_says_what_would_be_done()
    {
        var result = await HostProcess.RunCommand("Set-Sample -WhatIf");

        Assert.Equal("What if: Performing the operation \"Change\" on target \"the target\".\nnot changed\n", result.Output);
    }

    [Fact]
    public async Task Ctrl_C_is_an_answer_too()
    {
        string[] arguments = ["-Module", HostProcess.SampleModule, "-Command", "try { Set-Sample -Confirm } finally { 'cleaned up' }"];
        var result = await HostProcess.RunOnTerminal("[Y] Yes", "\x03", arguments);

        Assert.Contains("cleaned up", result.Output);
        Assert.Equal(130, result.Status);
    }
}
