using System.Text.RegularExpressions;
using PortFirewall.Help.Pages;

namespace PortFirewall;

/// <summary>An example of a page of the help, or of the README, as the transcript that it is.</summary>
/// <param name="Page">The page, without <c>.md</c>.</param>
/// <param name="Title">Its heading; of a topic and of the README, which have no such headings, the number of the example on the page.</param>
/// <param name="Turns">In their order.</param>
internal sealed partial record PageExample(string Page, string Title, IReadOnlyList<PageTurn> Turns)
{
    private const string Readme = "README";

    /// <summary>The folder of the pages.</summary>
    public static string Folder { get; } = Path.Combine(BuiltModule.Root, "docs", "en-US");

    /// <summary>The examples of all pages; those of one page are in their order, and a reader types them in one session.</summary>
    public static IReadOnlyList<PageExample> All { get; } = Read(new PageFolder(Folder));

    /// <summary>The file of a page.</summary>
    public static string FileOf(string page) => page == Readme ? Path.Combine(BuiltModule.Root, "README.md") : Path.Combine(Folder, $"{page}.md");

    /// <summary>Whether the examples of a page have headings of their own.</summary>
    public static bool HasTitles(string page) => page != Readme && !page.StartsWith("about_", StringComparison.Ordinal);

    public override string ToString() => $"{Page}: {Title}";

    private static PageExample[] Read(PageFolder pages) =>
    [
        .. from page in pages.Cmdlets
           from example in page.Examples
           select new PageExample(page.Name, example.Title, [.. Code(example.Blocks).SelectMany(Transcript.Read)]),
        .. from page in pages.Abouts
           from example in Numbered(page.Name, Code(page.Sections.SelectMany(section => MarkdownBlock.Read(section.Lines))))
           select example,
        // What else it has in code is typed elsewhere: at a terminal, on many servers.
        .. Numbered(Readme, Session().Matches(File.ReadAllText(FileOf(Readme))).Select(found => found.Groups["text"].Value.TrimEnd('\n'))),
    ];

    private static IEnumerable<PageExample> Numbered(string page, IEnumerable<string> codes)
        => codes.Select((text, index) => new PageExample(page, $"Example {index + 1}", Transcript.Read(text)));

    private static IEnumerable<string> Code(IEnumerable<MarkdownBlock> blocks) => blocks.Where(block => block.Kind == MarkdownBlockKind.Code).Select(block => block.Text);

    [GeneratedRegex(@"^```powershell\n(?<text>PS> .*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Session();
}
