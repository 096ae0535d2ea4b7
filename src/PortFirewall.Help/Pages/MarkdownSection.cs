namespace PortFirewall.Help.Pages;

/// <summary>What is between one heading and the next of the same level.</summary>
/// <param name="Heading">Without its number signs.</param>
/// <param name="Lines">All lines below the heading, with headings of lower levels.</param>
internal sealed record MarkdownSection(string Heading, IReadOnlyList<string> Lines)
{
    /// <summary>The parts under headings of the third level.</summary>
    public IReadOnlyList<MarkdownSection> Parts => Split(Lines, level: 3);

    /// <summary>Cuts text at its headings of a level. What comes before the first one belongs to none.</summary>
    public static IReadOnlyList<MarkdownSection> Split(IReadOnlyList<string> lines, int level)
    {
        var mark = new string('#', level) + " ";
        var sections = new List<MarkdownSection>();
        List<string>? current = null;
        var inCode = false;
        foreach (var line in lines)
        {
            // A comment in an example begins with a number sign too.
            if (line.StartsWith("```", StringComparison.Ordinal))
                inCode = !inCode;
            if (!inCode && line.StartsWith(mark, StringComparison.Ordinal))
                sections.Add(new MarkdownSection(line[mark.Length..].Trim(), current = []));
            else
                current?.Add(line);
        }

        return sections;
    }
}
