namespace PortFirewall.Help.Pages;

/// <summary>The page of a cmdlet, in the layout of platyPS.</summary>
internal sealed class CmdletPage
{
    private readonly MarkdownPage _page;

    public CmdletPage(MarkdownPage page)
    {
        _page = page;
        Synopsis = Blocks("SYNOPSIS");
        Description = Blocks("DESCRIPTION");
        Examples = [.. Parts("EXAMPLES").Select(part => new Example(part.Heading, MarkdownBlock.Read(part.Lines)))];
        Parameters = ReadParameters(page);
        Inputs = Described("INPUTS");
        Outputs = Described("OUTPUTS");
        Notes = Blocks("NOTES");
        Links = [.. Blocks("RELATED LINKS").Select(block => block.Text.TrimStart('-', ' '))];
    }

    /// <summary>The cmdlet that the page is about: the file has its name.</summary>
    public string Name => _page.Name;

    public string FileName => _page.FileName;

    public string Title => _page.Title;

    public IReadOnlyList<MarkdownBlock> Synopsis { get; }

    public IReadOnlyList<MarkdownBlock> Description { get; }

    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Descriptions by the parameter's name, without the dash.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MarkdownBlock>> Parameters { get; }

    /// <summary>Types that can be piped in, each with a description.</summary>
    public IReadOnlyList<Described> Inputs { get; }

    /// <summary>Types that are emitted, each with a description.</summary>
    public IReadOnlyList<Described> Outputs { get; }

    public IReadOnlyList<MarkdownBlock> Notes { get; }

    /// <summary>The words of the links: names of cmdlets and topics, or titles.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>The descriptions under PARAMETERS of any page.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<MarkdownBlock>> ReadParameters(MarkdownPage page) =>
        (page.Section("PARAMETERS")?.Parts ?? [])
            .ToDictionary(part => part.Heading.TrimStart('-'), part => MarkdownBlock.Read(part.Lines), StringComparer.Ordinal);

    private IReadOnlyList<MarkdownBlock> Blocks(string heading) => MarkdownBlock.Read(_page.Section(heading)?.Lines ?? []);

    private IReadOnlyList<MarkdownSection> Parts(string heading) => _page.Section(heading)?.Parts ?? [];

    private Described[] Described(string heading) =>
        [.. Parts(heading).Select(part => new Described(part.Heading, MarkdownBlock.Read(part.Lines)))];
}
