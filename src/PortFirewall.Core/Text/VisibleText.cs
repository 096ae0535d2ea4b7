using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>Text that came from anybody, for terminals, pages and pictures.</summary>
internal static partial class VisibleText
{
    /// <summary>Whether something in the text looks like what <see cref="Of"/> writes.</summary>
    public static bool HasEscapes(string text) => Escape().IsMatch(text);


    /// <summary>The text with controls, line ends and marks that turn its direction about written as escapes; halves of characters become <c>\uFFFD</c>, as XML has no place for them.</summary>
    public static string Of(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~'))
            return text;
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsObeyed(rune))
                visible.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                visible.Append(rune.ToString());
        }
        return visible.ToString();
    }

    // U+FFFE and U+FFFF are no characters (XML 1.0, 2.2).
    private static bool IsObeyed(Rune rune)
        => rune.Value is 0xFFFE or 0xFFFF || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    [GeneratedRegex("\\\\u[0-9a-f]{4}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
