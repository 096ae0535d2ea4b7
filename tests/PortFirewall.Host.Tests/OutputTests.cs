namespace PortFirewall.Host.Tests;

public sealed class OutputTests
{
    [Fact]
    public async Task Objects_are_shown_in_the_view_that_their_module_brings()
    {
        var result = await HostProcess.RunCommand("Get-Sample 2");

        Assert.Equal(["No   Its name", "--   --------", "1    item 1", "2    item 2"], result.OutputLines);
    }

    [Fact]
    public async Task Text_is_written_as_it_is()
    {
        var result = await HostProcess.RunCommand("'one'; 2");

        Assert.Equal("one\n2\n", result.Output);
    }

    [Fact]
    public async Task A_page_is_120_columns_wide_where_there_is_no_window()
    {
        var result = await HostProcess.RunCommand("$Host.UI.RawUI.BufferSize.Width");

        Assert.Equal("120\n", result.Output);
    }

    [Fact]
    public async Task COLUMNS_sets_the_width()
    {
        var result = await HostProcess.RunWith([("COLUMNS", "30")], "", "-Command", "[pscustomobject] @{ Text = 'x' * 200 }");

        Assert.All(result.OutputLines, line => Assert.InRange(line.Length, 0, 30));
    }

    [Fact]
    public async Task Nothing_is_coloured_in_a_pipe()
    {
        var command = "Get-Sample; Write-Streams -Verbose; \"$($PSStyle.Foreground.Red)red\"";
        var result = await HostProcess.RunWith([("TERM", "xterm")], "", "-Module", HostProcess.SampleModule, "-Command", command);

        Assert.DoesNotContain('\e', result.Output);
        Assert.DoesNotContain('\e', result.Errors);
    }

    [Fact]
    public async Task Headings_are_coloured_on_a_terminal()
    {
        var result = await HostProcess.RunOnTerminal("-Module", HostProcess.SampleModule, "-Command", "Get-Sample");

        Assert.Contains("\e[32;1m", result.Output);
    }

    [Fact]
    public async Task What_waits_to_be_formatted_is_not_lost_when_a_script_exits()
    {
        // Without a view, rows are held back to find out how wide the columns have to be.
        var result = await HostProcess.RunCommand("[pscustomobject] @{ Value = 'kept' }; exit 3");

        Assert.Contains("kept", result.Output);
        Assert.Equal(3, result.Status);
    }

    [Fact]
    public async Task What_waits_to_be_formatted_is_not_lost_when_a_script_fails()
    {
        var result = await HostProcess.RunCommand("[pscustomobject] @{ Value = 'kept' }; throw 'failed'");

        Assert.Contains("kept", result.Output);
    }

    [Fact]
    public async Task Help_is_there_for_what_a_module_exports()
    {
        var result = await HostProcess.RunCommand("Get-Help Get-Sample");

        Assert.Contains("Get-Sample [[-Count] <int>]", result.Output);
    }

    [Fact]
    public async Task No_file_is_left_in_the_home_folder()
    {
        var home = Directory.CreateTempSubdirectory("portfirewall-host-tests-");
        try
        {
            await HostProcess.RunWith([("HOME", home.FullName)], "", "-Command", "Get-Help Get-Command | Out-Null; Get-Unknown");

            Assert.Empty(home.EnumerateFiles("*", SearchOption.AllDirectories));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
