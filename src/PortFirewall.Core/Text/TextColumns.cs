using System.Globalization;
using System.Text;

namespace PortFirewall;

/// <summary>How many columns of a terminal a text takes: letters of East Asia and most pictures are two wide, marks on a letter take none.</summary>
internal static class TextColumns
{
    /// <summary>The blocks that are wide (Unicode Standard Annex 11, <c>East_Asian_Width</c> W and F), coarsely: nothing else is in them that anybody writes.</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115f), (0x2e80, 0x303e), (0x3041, 0xa4cf), (0xa960, 0xa97f), (0xac00, 0xd7a3), (0xf900, 0xfaff), (0xfe30, 0xfe6f), (0xff00, 0xff60), (0xffe0, 0xffe6),
        (0x1f300, 0x1f64f), (0x1f680, 0x1f6ff), (0x1f900, 0x1f9ff), (0x1fa70, 0x1faff), (0x20000, 0x3fffd),
    ];

    /// <summary>The columns of a text.</summary>
    public static int Of(string text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes())
            columns += Of(rune);
        return columns;
    }

    /// <summary>The columns of a character.</summary>
    public static int Of(Rune rune)
        => rune.Value < 0x300 ? 1
            : Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0
            : Array.Exists(Wide, block => rune.Value >= block.First && rune.Value <= block.Last) ? 2 : 1;

    /// <summary>How much of a text fits into so many columns, as an index; never within a character, and never nothing.</summary>
    public static int End(string text, int columns)
    {
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            columns -= Of(rune);
            if (columns < 0 && end > 0)
                break;
            end += rune.Utf16SequenceLength;
        }
        return end;
    }

    /// <summary>The text, or as much of it as fits with a mark that it goes on.</summary>
    public static string Cut(string text, int columns) => Of(text) <= columns ? text : text[..End(text, columns - 1)] + "…";

    /// <summary>The text with blanks before or behind it.</summary>
    public static string Pad(string text, int columns, bool right)
    {
        var blanks = new string(' ', Math.Max(0, columns - Of(text)));
        return right ? blanks + text : text + blanks;
    }
}
