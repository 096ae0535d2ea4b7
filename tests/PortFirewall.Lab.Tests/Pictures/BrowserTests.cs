namespace PortFirewall;

/// <summary>Pictures as a browser shows them: on a phone and on a desk, light and dark, printed, and without a network.</summary>
public sealed class BrowserTests(BrowserMachine machine) : IClassFixture<BrowserMachine>
{
    private const string Rules = """
        *filter
        :INPUT DROP [0:0]
        :a-chain-with-a-name-of-29-letters - [0:0]
        -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -A INPUT -s 192.0.2.0/24 -p tcp -m tcp --dport 443 -m comment --comment "<script>alert(1)</script> and an explanation that goes on for longer than a line" -j a-chain-with-a-name-of-29-letters
        -A a-chain-with-a-name-of-29-letters -m limit --limit 5/min -j ACCEPT
        -A a-chain-with-a-name-of-29-letters -s 192.0.2.128/25 -j REJECT --reject-with icmp-port-unreachable
        -A INPUT -p tcp -m tcp --dport 8080 -m comment --comment LONG -j DROP
        COMMIT

        """;

    // A word of 250 letters, the longest comment that iptables takes, in Latin letters and in wider ones.
    private static readonly string s_before = Rules.Replace("LONG", new string('x', 180) + new string('漢', 20), StringComparison.Ordinal);
    private static readonly string s_after = s_before.Replace("COMMIT", "-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT\nCOMMIT", StringComparison.Ordinal);

    [BrowserFact]
    public async Task Pictures_can_be_read_at_every_width_in_light_and_in_dark_and_load_nothing()
    {
        foreach (var dark in new[] { false, true })
        {
            var seen = await machine.Browser.SeeAsync(Pictures(), dark);
            Assert.Equal(4 * Browser.Widths.Count, seen.Count);
            Assert.All(seen, picture =>
            {
                Assert.Equal(dark, picture.Dark);
                Assert.True(picture.Texts >= 10, $"{picture}");
                Assert.Equal((0, 0, 0), (picture.Outside, picture.Overlapping, picture.Scripts));
                Assert.Empty(picture.Requests);
                Assert.True(picture.Sideways <= 0, $"{picture}");
                Assert.True(picture.LowestContrast >= 4.5, $"{picture}");
                Assert.True(picture.SmallestText >= 13, $"{picture}");
            });
            Assert.All(seen.Where(p => p.Kind == PictureFormat.Svg), p => Assert.True(p.ImageWidth > 300, $"{p}"));
            Assert.All(seen.Where(p => p.Kind == PictureFormat.Html), p =>
            {
                Assert.Equal("rgb(255, 255, 255)", p.Paper!.Background);
                Assert.True(p.Paper.LowestContrast >= 7, $"{p}");
            });
        }
    }

    [BrowserFact]
    public async Task Before_and_after_stand_beside_each_other_on_a_desk_and_below_each_other_on_a_phone()
    {
        var seen = (await machine.Browser.SeeAsync(Pictures(), dark: false)).Where(p => p.Name == "compared.html").ToDictionary(p => p.Width, p => (p.Columns, p.Levels));
        Assert.Equal((1, 4), seen[320]);
        Assert.Equal((2, 2), seen[1440]);
    }

    [BrowserFact]
    public async Task A_page_can_be_printed()
    {
        var (size, sheets) = await machine.Browser.PrintAsync(Pictures().Single(p => p.Name == "compared.html").Text);
        Assert.True(size > 5_000, $"{size} bytes");
        Assert.InRange(sheets, 1, 3);
    }

    /// <summary>The measure is one: a page with each of the faults has each of them counted.</summary>
    [BrowserFact]
    public async Task The_measure_sees_what_is_wrong()
    {
        const string wrong = """
            <!DOCTYPE html><html lang="en"><body>
            <p style="color: #999999; background: #ffffff; font-size: 9px">pale</p>
            <p style="width: 2000px">wide</p>
            <p style="position: absolute; top: 100px; left: 10px">one</p><p style="position: absolute; top: 100px; left: 10px">other</p>
            <img src="http://192.0.2.1/a.png" alt=""><script>1</script>
            </body></html>
            """;
        var seen = (await machine.Browser.SeeAsync([("wrong.html", PictureFormat.Html, wrong)], dark: false)).Single(p => p.Width == 320);
        Assert.InRange(seen.LowestContrast, 1, 3);
        Assert.Equal(9, seen.SmallestText);
        Assert.True(seen.Sideways > 1000 && seen.Outside > 0 && seen.Overlapping > 0 && seen.Scripts == 1, $"{seen}");
        Assert.Equal(["http://192.0.2.1/a.png"], seen.Requests);
    }

    private static IReadOnlyList<(string Name, PictureFormat Kind, string Text)> Pictures() =>
    [
        .. from format in new[] { PictureFormat.Svg, PictureFormat.Html }
           from compared in new[] { false, true }
           select ($"{(compared ? "compared" : "one")}.{(format == PictureFormat.Svg ? "svg" : "html")}", format,
               PictureFormats.Write(format, PathComparison.Of(compared ? Ask(s_before) : [], Ask(s_after)))),
    ];

    private static PortPath[] Ask(string rules)
    {
        var ruleset = RulesetReader.Read(rules, AddressFamily.IPv4);
        return [.. new[] { 443, 8080 }.Select(port => PortPathAnalysis.Analyze(ruleset, new PortRule { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(port, port) }.Packets, "tcp"))];
    }
}
