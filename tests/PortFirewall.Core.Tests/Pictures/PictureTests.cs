using System.Xml.Linq;

namespace PortFirewall.Core.Tests.Pictures;

/// <summary>Pictures in files: what is in them, and that nothing in a rule gets out of its place.</summary>
public sealed class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Hostile =>
    [
        "\"<script>alert(1)</script>&", "a\nb\r\nc", "]", "\"]", "`code`", "#quot; #35;", "größer 漢字 🔥", "\u001b[31mred\u0007", "a\u202eb", "\ud83d", "\u0000\ufffe\uffff", "]]>", "--> end", "%% comment", "</style></svg>", "{{x}}",
        new string('x', 74) + "🔥🔥", new('y', 5000),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_text_gets_out_of_its_place(string hostile)
    {
        var path = With(hostile);
        foreach (var format in Enum.GetValues<PictureFormat>())
        {
            var text = PictureFormats.Write(format, PathComparison.Of([path], [path]));
            WellFormed.Check(format, text);
            Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
            Assert.DoesNotContain(text, c => c != '\n' && char.IsControl(c));
        }
        Assert.All(Drawn.Nodes(PathTree.Of(path)).SelectMany(n => n.Ends.Select(e => e.Words).Append(n.Text).Append(n.Name)), text => Assert.DoesNotContain(text, char.IsControl));
    }

    [Theory]
    [InlineData("\"<script>&'", "\"<script>&'")]
    [InlineData("größer 漢字 🔥", "größer 漢字 🔥")]
    [InlineData("a\nb\u001b[0m", @"a\u000ab\u001b[0m")]
    [InlineData("a\u202eb", @"a\u202eb")]
    [InlineData("\ud83dx", "\ufffdx")]
    public void What_a_reader_sees_is_the_text(string hostile, string seen)
    {
        var comparison = PathComparison.Of([], [With(hostile)]);
        Assert.Contains(seen, Words(XDocument.Parse(PictureFormats.Write(PictureFormat.Svg, comparison)).Root!), StringComparison.Ordinal);
        Assert.Contains(seen, Words(WellFormed.Page(PictureFormats.Write(PictureFormat.Html, comparison)).Root!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PictureFormat.Svg)]
    [InlineData(PictureFormat.Html)]
    [InlineData(PictureFormat.Mermaid)]
    public void What_was_before_stands_ahead_of_what_is_after(PictureFormat format)
    {
        var text = PictureFormats.Write(format, PathComparison.Of([Drawn.Ask(Rulesets.Drop())], [Drawn.Ask(Rulesets.Drop("-p tcp -m tcp --dport 2222 -j ACCEPT"))]));
        string[] inOrder = ["Before", "Drop", "After", "Accept"];
        var at = 0;
        foreach (var word in inOrder)
        {
            at = text.IndexOf(word, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{word} is missing, or out of order.");
        }
    }

    [Fact]
    public void Each_port_is_compared_with_itself_in_whatever_order_it_was_asked_about()
    {
        PortPath[] before = [Drawn.Ask(Rulesets.Drop(), 22), Drawn.Ask(Rulesets.Drop(), 80), Drawn.Ask(Rulesets.Drop(), 25)];
        PortPath[] after = [Drawn.Ask(Rulesets.Drop(), 443), Drawn.Ask(Rulesets.Drop(), 80), Drawn.Ask(Rulesets.Drop(), 22)];
        var comparison = PathComparison.Of(before, after);
        Assert.Equal([null, "IPv4 tcp 80", "IPv4 tcp 22", "IPv4 tcp 25"], comparison.Columns[0].Trees.Select(t => t?.Title));
        Assert.Equal(["IPv4 tcp 443", "IPv4 tcp 80", "IPv4 tcp 22", null], comparison.Columns[1].Trees.Select(t => t?.Title));
        var svg = XDocument.Parse(PictureFormats.Write(PictureFormat.Svg, comparison)).Root!;
        var titles = svg.Elements(Svg + "text").Where(t => (string?)t.Elements().First().Attribute("class") == "title").ToLookup(t => t.Value, t => (double)t.Attribute("y")!);
        Assert.All(["IPv4 tcp 80: Drop", "IPv4 tcp 22: Drop"], title => Assert.Single(titles[title].Distinct()));
        Assert.Equal(4, titles.SelectMany(t => t).Distinct().Count());
    }

    [Theory]
    [InlineData(PictureFormat.Svg)]
    [InlineData(PictureFormat.Html)]
    public void Nothing_is_loaded_from_anywhere(PictureFormat format)
    {
        var text = PictureFormats.Write(format, PathComparison.Of([], [Drawn.Ask(Rulesets.Drop())])).Replace(Svg.NamespaceName, "", StringComparison.Ordinal);
        Assert.All(new[] { "http", "url(", "@import", "src=", "href=", "<script", "<link" }, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Columns_of_an_SVG_do_not_overlap_and_nothing_leaves_it()
    {
        var path = With(new string('漢', 100));
        var svg = XDocument.Parse(PictureFormats.Write(PictureFormat.Svg, PathComparison.Of([path], [path]))).Root!;
        var headings = svg.Elements(Svg + "text").Where(t => (string?)t.Elements().First().Attribute("class") == "heading").Select(t => (double)t.Attribute("x")!).ToList();
        Assert.True(headings[1] > headings[0] + (75 * 13), $"{headings[1]}");
        Assert.All(svg.Elements(Svg + "text"), t => Assert.InRange((double)t.Attribute("y")!, 0, (double)svg.Attribute("height")!));
        Assert.All(svg.Elements(Svg + "text"), t => Assert.InRange((double)t.Attribute("x")! + (t.Value.Length * 7.8), 0, (double)svg.Attribute("width")!));
    }

    [Theory]
    [InlineData("/tmp/a.svg", PictureFormat.Svg)]
    [InlineData("a.SVG", PictureFormat.Svg)]
    [InlineData("a.b.mmd", PictureFormat.Mermaid)]
    [InlineData("a.mermaid", PictureFormat.Mermaid)]
    [InlineData("a.html", PictureFormat.Html)]
    [InlineData(".htm", PictureFormat.Html)]
    public void The_name_of_a_file_says_what_to_write(string file, PictureFormat format) => Assert.Equal(format, PictureFormats.Of(file));

    [Theory]
    [InlineData("a")]
    [InlineData("a.png")]
    [InlineData("svg")]
    [InlineData("a.svg ")]
    public void Any_other_name_says_nothing(string file) => Assert.Equal("PictureFormatNotKnown", Assert.Throws<FirewallException>(() => PictureFormats.Of(file)).ErrorId);

    private static string Words(XElement root) => string.Join('\n', root.DescendantNodes().OfType<XText>().Select(t => t.Value));

    /// <summary>An answer with one and the same text wherever there is one.</summary>
    private static PortPath With(string text) => new()
    {
        AddressFamily = AddressFamily.IPv4,
        Protocol = "tcp",
        Port = "22",
        Verdict = PortVerdict.Unknown,
        DecidedBy = $"{text}:1",
        Segments =
        [
            new PortPathSegment
            {
                Source = text,
                Port = "22",
                Verdict = PortVerdict.Unknown,
                DecidedBy = $"{text}:1",
                Conditions = [text],
                Via = [$"nat {text}:1", "INPUT:1"],
                TranslatedAt = $"nat {text}:1",
                TranslatedTo = text,
                Rule = new IptablesRule { Number = 1, Chain = "INPUT", Table = "filter", AddressFamily = AddressFamily.IPv4, Packets = 0, Bytes = 0, Specification = text },
            },
        ],
        Basis = PathBasis.Analysis,
        NetworkNamespace = text,
    };
}
