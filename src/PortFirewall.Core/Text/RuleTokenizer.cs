using System.Text;

namespace PortFirewall;

/// <summary>
/// Splits the text of a rule into words as <c>iptables-restore</c> does (<c>iptables/xshared.c</c>, <c>add_param_to_argv</c>):
/// blanks separate, double quotes keep blanks and end the word, and a backslash within quotes keeps the next character.
/// </summary>
internal static class RuleTokenizer
{
    /// <exception cref="FirewallException"><c>InvalidSpecification</c>: a quote that is not closed.</exception>
    public static List<RuleToken> Split(string text)
    {
        var tokens = new List<RuleToken>(16);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] is ' ' or '\t')
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && text[i] is not (' ' or '\t' or '"'))
                i++;
            if (i == text.Length || text[i] != '"')
                tokens.Add(new RuleToken(text[start..i], start + 1, Quoted: false));
            else
                i = ReadQuoted(text, start, tokens);
        }
        return tokens;
    }

    /// <summary>Reads a word with quotes in it: the quote that closes also ends the word.</summary>
    private static int ReadQuoted(string text, int start, List<RuleToken> tokens)
    {
        var word = new StringBuilder();
        var inQuotes = false;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' && inQuotes)
            {
                tokens.Add(new RuleToken(word.ToString(), start + 1, Quoted: true));
                return i + 1;
            }
            if (c == '"')
                inQuotes = true;
            else if (inQuotes && c == '\\' && i + 1 < text.Length)
                word.Append(text[++i]);
            else
                word.Append(c);
        }
        throw InputErrors.InvalidSpecification(text, start + 1, "a quote is not closed");
    }
}
