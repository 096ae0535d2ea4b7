namespace PortFirewall.Help.Pages;

/// <summary>A page of markdown: a title, and sections under headings of the second level.</summary>
/// <param name="Name">The name of the file, without <c>.md</c>.</param>
/// <param name="Title">The heading of the first level; empty where there is none.</param>
/// <param name="Sections">In their order.</param>
internal sealed record MarkdownPage(string Name, string Title, IReadOnlyList<MarkdownSection> Sections)
{
    public string FileName => $"{Name}.md";

    public static MarkdownPage Read(string path)
    {
        var lines = SkipFrontMatter(File.ReadAllLines(path));
        var title = lines.FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? "";
        return new MarkdownPage(Path.GetFileNameWithoutExtension(path), title, MarkdownSection.Split(lines, level: 2));
    }

    public MarkdownSection? Section(string heading) => Sections.FirstOrDefault(section => section.Heading == heading);

    private static string[] SkipFrontMatter(string[] lines)
    {
        const string fence = "---";
        var end = lines is [fence, ..] ? Array.IndexOf(lines, fence, 1) : -1;
        return lines[(end + 1)..];
    }
}
