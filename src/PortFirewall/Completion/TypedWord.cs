using System.Management.Automation.Language;
using System.Text;

namespace PortFirewall;

/// <summary>
/// The word that somebody is typing. The engine hands it over without what quotes and backticks hide, between quotes of the kind that the user
/// opened, closed or not.
/// </summary>
/// <param name="Text">What has been typed of the value.</param>
/// <param name="Quote">The quote that was opened; null for none.</param>
internal sealed record TypedWord(string Text, char? Quote)
{
    private const char Single = '\'';
    private const char Double = '"';

    /// <summary>Reads the word as the engine hands it over.</summary>
    public static TypedWord Read(string? word)
    {
        if (word is not [Single or Double, ..])
            return new TypedWord(word ?? "", null);
        var text = word[1..];
        return new TypedWord(text.EndsWith(word[0]) ? text[..^1] : text, word[0]);
    }

    /// <summary>Whether a value begins as this word does.</summary>
    public bool Begins(string value) => value.StartsWith(Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>A value as one argument: in the quotes that were opened, or in none where it needs none.</summary>
    public string Write(string value) => Quote switch
    {
        Double => Double + EscapeInDouble(value) + Double,
        null when IsPlain(value) => value,
        _ => Single + CodeGeneration.EscapeSingleQuotedStringContent(value) + Single,
    };

    /// <summary>Whether the engine takes a bare word for just this text (<c>about_Parsing</c>): anything that might not be goes into quotes.</summary>
    private static bool IsPlain(string value)
        => value.Length > 0 && (char.IsAsciiLetterOrDigit(value[0]) || value[0] is '_' or '.' or '/' or ':' or '*')
            && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or ':' or '-' or '+' or '=' or '%' or '@' or '[' or ']' or '*' or '?');

    /// <summary>The engine has no function for this, and takes typographic quotes for quotes (<c>about_Quoting_Rules</c>).</summary>
    private static string EscapeInDouble(string value)
    {
        var text = new StringBuilder();
        foreach (var c in value)
            (c is '`' or '$' or Double or '\u201c' or '\u201d' or '\u201e' ? text.Append('`') : text).Append(c);
        return text.ToString();
    }
}
