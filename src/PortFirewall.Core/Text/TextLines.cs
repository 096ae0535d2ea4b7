namespace PortFirewall;

/// <summary>Lines of a rule set. A line feed ends a line, and nothing else does: a comment may hold what other readers take for a line end.</summary>
internal static class TextLines
{
    public static IEnumerable<string> Of(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found : text.Length;
            yield return text[at..end];
            at = end + 1;
        }
    }
}
