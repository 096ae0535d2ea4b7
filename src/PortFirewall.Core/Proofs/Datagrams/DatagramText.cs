using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace PortFirewall;

/// <summary>Bytes that came from anybody, as text that a terminal can show.</summary>
internal static class DatagramText
{
    /// <summary>What is longer is cut, and says so.</summary>
    private const int Longest = 200;

    private const int MostHexBytes = 48;

    private static readonly SearchValues<byte> NotInText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(b => b is not ('\t' or '\n' or '\r')).Select(b => (byte)b), 0x7F]);

    /// <summary>Text as it is, with controls as escapes; anything else in the hexadecimal form that <c>-Payload</c> takes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "an empty datagram";
        return IsText(bytes) ? Escape(Encoding.UTF8.GetString(bytes)) : Hex(bytes);
    }

    /// <summary>Text that a server sent, with what a terminal would obey written as an escape.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder();
        foreach (var c in text)
        {
            if (safe.Length >= Longest)
                return safe.Append('…').ToString();
            _ = c switch
            {
                '\n' => safe.Append("\\n"),
                '\r' => safe.Append("\\r"),
                '\t' => safe.Append("\\t"),
                _ when IsObeyed(c) => safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => safe.Append(c),
            };
        }
        return safe.ToString();
    }

    private static string Hex(ReadOnlySpan<byte> bytes)
        => PayloadText.HexPrefix + Convert.ToHexString(bytes[..Math.Min(bytes.Length, MostHexBytes)]).ToLowerInvariant()
            + (bytes.Length > MostHexBytes ? $"… ({bytes.Length} bytes)" : "");

    private static bool IsText(ReadOnlySpan<byte> bytes)
        => Utf8.IsValid(bytes) && !bytes.ContainsAny(NotInText);

    /// <summary>Controls, marks that turn the direction of text about, and halves of characters.</summary>
    private static bool IsObeyed(char c)
        => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
}
