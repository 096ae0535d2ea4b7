using System.Management.Automation;
using System.Xml.Linq;

namespace PortFirewall;

/// <summary>The way of packets in a file.</summary>
public sealed class ExportPortPathTests : IClassFixture<SharedEngine>, IDisposable
{
    private const string Paths = """
        function Ask([string[]] $rules) { @('*filter', ':INPUT DROP [0:0]') + $rules + 'COMMIT' | Import-IptablesRuleset | Test-PortPath 443 }
        $before = Ask '-A INPUT -p udp -j ACCEPT'
        $path = Ask '-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT'

        """;

    private readonly ScratchFolder _folder = new();
    private readonly Engine _engine;

    public ExportPortPathTests(SharedEngine shared)
    {
        _engine = shared.Engine;
        _engine.Set("folder", _folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.svg", "", "<svg ")]
    [InlineData("a.html", "", "<!DOCTYPE html>")]
    [InlineData("a.mmd", "", "flowchart TD")]
    [InlineData("a.txt", "-Format Mermaid", "flowchart TD")]
    [InlineData("a.html", "-Format Svg", "<svg ")]
    public void The_name_says_what_is_written_unless_somebody_does(string name, string more, string begins)
    {
        Assert.Equal($"{_folder.Path}/{name}", _engine.Run($"{Paths}($path | Export-PortPath $folder/{name} {more}).FullName").Quietly().Text);
        Assert.StartsWith(begins, Written(name), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_before_stands_beside_it()
    {
        _engine.Run(Paths + "$path | Export-PortPath $folder/a.svg -Before $before").Quietly();
        var words = XDocument.Parse(Written("a.svg")).Descendants().Where(e => e.Name.LocalName == "tspan").Select(e => e.Value).ToList();
        Assert.True(words.IndexOf("Before") < words.IndexOf("Drop") && words.IndexOf("Drop") < words.IndexOf("After") && words.IndexOf("After") < words.IndexOf("Accept"), string.Join('|', words));
    }

    [Fact]
    public void Several_answers_and_what_is_left_of_them_after_remoting_go_into_one_file()
    {
        _engine.Run(Paths + "$left = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($path, 1)); $path, $left | Export-PortPath $folder/a.html -Before $left, $before").Quietly();
        Assert.Equal(4, Written("a.html").Split("<article").Length - 1);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_and_asking_what_if_leaves_it()
    {
        File.WriteAllText($"{_folder.Path}/a.svg", "earlier");
        Assert.Empty(_engine.Run(Paths + "$path | Export-PortPath $folder/a.svg -WhatIf").Quietly().Output);
        Assert.Equal("earlier", Written("a.svg"));
        _engine.Run(Paths + "$path | Export-PortPath $folder/a.svg").Quietly();
        Assert.StartsWith("<svg", Written("a.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipeline_that_brings_nothing_writes_nothing()
    {
        _engine.Run("@() | Export-PortPath $folder/a.svg").Quietly();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a")]
    public void A_name_that_says_nothing_is_an_error_before_anything_is_asked(string name)
    {
        var result = _engine.Run($"{Paths}& {{ $global:asked = $false }}; & {{ $global:asked = $true; $path }} | Export-PortPath $folder/{name}");
        result.FailsWith("PictureFormatNotKnown", ErrorCategory.InvalidArgument, $"{_folder.Path}/{name}");
        Assert.Equal("False", _engine.Run("$global:asked").Text);
    }

    [Theory]
    [InlineData("no/such/a.svg")]
    [InlineData("folder.svg")]
    public void A_place_that_can_not_be_written_is_an_error(string name)
    {
        Directory.CreateDirectory($"{_folder.Path}/folder.svg");
        _engine.Run($"{Paths}$path | Export-PortPath $folder/{name}").FailsWith("PictureNotWritten", ErrorCategory.WriteError, $"{_folder.Path}/{name}");
    }

    private string Written(string name) => File.ReadAllText($"{_folder.Path}/{name}");
}
