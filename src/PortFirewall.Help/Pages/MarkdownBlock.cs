using System.Text.RegularExpressions;

namespace PortFirewall.Help.Pages;

/// <summary>A paragraph, an item of a list, a heading, or a piece of code, as plain text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Code with its line breaks; anything else in one line, without markup.</param>
internal sealed partial record MarkdownBlock(MarkdownBlockKind Kind, string Text)
{
    /// <summary>Reads lines of markdown as blocks.</summary>
    public static IReadOnlyList<MarkdownBlock> Read(IEnumerable<string> lines)
    {
        var blocks = new List<MarkdownBlock>();
        var open = new List<string>();
        var kind = MarkdownBlockKind.Paragraph;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                var wasCode = kind == MarkdownBlockKind.Code;
                Close();
                kind = wasCode ? MarkdownBlockKind.Paragraph : MarkdownBlockKind.Code;
            }
            else if (kind == MarkdownBlockKind.Code)
            {
                open.Add(line);
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                Close();
            }
            else if (KindOfFirstLine(line) is { } next)
            {
                Close();
                kind = next;
                open.Add(line.TrimStart('#'));
                if (kind == MarkdownBlockKind.Heading)
                    Close();
            }
            else
            {
                open.Add(line);
            }
        }

        Close();
        return blocks;

        void Close()
        {
            if (open.Count > 0)
                blocks.Add(new MarkdownBlock(kind, kind == MarkdownBlockKind.Code ? string.Join('\n', open) : OneLine(open)));
            open.Clear();
            kind = MarkdownBlockKind.Paragraph;
        }
    }

    private static string OneLine(IEnumerable<string> lines) => WithoutMarkup(string.Join(' ', lines.Select(line => line.Trim())));

    /// <summary>Text as a terminal shows it: a link is its words, emphasis and code are as they read.</summary>
    private static string WithoutMarkup(string text) =>
        Emphasis().Replace(CodeSpan().Replace(Link().Replace(text, "${text}"), "${text}"), "${text}");

    private static MarkdownBlockKind? KindOfFirstLine(string line) => line.TrimStart() switch
    {
        ['#', ..] => MarkdownBlockKind.Heading,
        ['-' or '*', ' ', ..] => MarkdownBlockKind.Item,
        var text when Numbered().IsMatch(text) => MarkdownBlockKind.Item,
        _ => null,
    };

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)\s]+\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\*{1,2}(?<text>[^*\s][^*]*)\*{1,2}", RegexOptions.NonBacktracking)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"^\d+\. ", RegexOptions.NonBacktracking)]
    private static partial Regex Numbered();
}
