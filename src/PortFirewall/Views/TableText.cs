using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Text for the cells of tables: broken between words where it is long, as the engine's own wrapping breaks within them, and with nothing in it that a
/// terminal would obey, as comments and names come from anybody. Called by the views.
/// </summary>
public static class TableText
{
    private const int Narrowest = 20;
    private const string Units = "KMGTPE";

    /// <summary>The largest number that is written in full.</summary>
    private const ulong Longest = 9_999_999;

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
        foreach (var whole in Visible(text).Split(' '))
        {
            var word = whole;
            var columns = TextColumns.Of(word);
            if (used > 0 && used + 1 + columns > room)
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
            while (TextColumns.Of(word) > room && TextColumns.End(word, room) is var end && end < word.Length)
            {
                result.Append(word.AsSpan(0, end)).Append('\n');
                word = word[end..];
            }
            result.Append(word);
            used += TextColumns.Of(word);
        }
        return result.ToString();
    }

    /// <summary>The text with controls written as escapes: <c>\u001b</c>.</summary>
    /// <param name="text">The text.</param>
    public static string Visible(object? text) => VisibleText.Of(text?.ToString() ?? "");

    /// <summary>The same for each of several texts; null where there are none.</summary>
    /// <param name="texts">The texts.</param>
    public static string[]? Each(object? texts)
        => texts is null ? null : [.. (LanguagePrimitives.GetEnumerable(texts)?.Cast<object?>() ?? [texts]).Select(Visible)];

    /// <summary>A place in a chain: <c>INPUT:3</c>. Of a long chain's name the end is cut, as the number behind it says more.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="number">The rule's number; null for the chain as a whole.</param>
    /// <param name="room">The width of the column in characters.</param>
    public static string Place(object? chain, object? number, int room)
    {
        var end = number?.ToString() is { Length: > 0 } text ? ":" + Visible(text) : "";
        return TextColumns.Cut(Visible(chain), Math.Max(2, room - end.Length)) + end;
    }

    /// <summary>A counter in at most seven characters: in full where it fits, and otherwise in thousands, millions and so on, as <c>iptables -L -v</c> prints it.</summary>
    /// <param name="counter">The counter.</param>
    public static string Count(object? counter)
    {
        if (!ulong.TryParse(counter?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number <= Longest)
            return Visible(counter);
        var unit = -1;
        for (; number > 999_999; unit++)
            number = (number / 1000) + (number % 1000 >= 500 ? 1UL : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{number}{Units[unit]}");
    }
}
