using System.Text;

namespace PortFirewall;

/// <summary>Breaks sentences between words for the last column of a table; the engine's own wrapping breaks within them. Called by the views.</summary>
public static class TableText
{
    private const int Narrowest = 20;

    /// <summary>The text with line breaks, so that it fits beside the other columns.</summary>
    /// <param name="text">The text.</param>
    /// <param name="taken">How many characters of the line the other columns take, blanks between columns included.</param>
    /// <param name="width">The width of the window in characters.</param>
    public static string Wrap(string? text, int taken, int width)
        // The engine leaves the last character of a line free.
        => Wrap(text, Math.Max(Narrowest, width - taken - 1));

    /// <summary>The text with line breaks, so that it fits into a column.</summary>
    /// <param name="text">The text.</param>
    /// <param name="room">The width of the column in characters.</param>
    public static string Wrap(string? text, int room)
    {
        var result = new StringBuilder();
        var used = 0;
        foreach (var whole in (text ?? "").Split(' '))
        {
            var word = whole;
            if (used > 0 && used + 1 + word.Length > room)
            {
                result.Append('\n');
                used = 0;
            }
            else if (used > 0)
            {
                result.Append(' ');
                used++;
            }
            // A list of ports, or a comment without a blank: nothing but a break within it keeps it in its column.
            for (; word.Length > room; word = word[End(word, room)..])
                result.Append(word.AsSpan(0, End(word, room))).Append('\n');
            result.Append(word);
            used += word.Length;
        }
        return result.ToString();
    }

    /// <summary>Where to break, but never within a character.</summary>
    private static int End(string word, int room) => room > 1 && char.IsHighSurrogate(word[room - 1]) ? room - 1 : room;
}
