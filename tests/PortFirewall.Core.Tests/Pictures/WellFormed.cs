using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PortFirewall.Core.Tests.Pictures;

/// <summary>Whether a picture is what a reader of its format takes.</summary>
internal static partial class WellFormed
{
    public static void Check(PictureFormat format, string text)
    {
        switch (format)
        {
            case PictureFormat.Svg:
                Assert.Equal("{http://www.w3.org/2000/svg}svg", XDocument.Parse(text).Root!.Name);
                break;
            case PictureFormat.Html:
                Assert.Equal("html", Page(text).Root!.Name);
                break;
            default:
                Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
                break;
        }
    }

    /// <summary>A page as XML, which it is but for the two elements that HTML leaves open, and its entities by name.</summary>
    public static XDocument Page(string text)
        => XDocument.Parse(Open().Replace(text.Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal), "$0</meta>"));

    [GeneratedRegex("<meta [^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Open();

    [GeneratedRegex("""
        ^(flowchart\ TD
        |\ \ (subgraph\ (Before|After)|end|classDef\ [a-z]+\ [a-z0-9:#,]+|class\ n\d+\ (accept|stop|open))
        |\ \ n\d+(\(\["[^"`\n]*"\]\)|\[\["[^"`\n]*"\]\]|\["[^"`\n]*"\]|\{\{"[^"`\n]*"\}\})
        |\ \ n\d+\ (--\ "[^"`\n]*"\ )?-->\ n\d+)$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
