namespace PortFirewall.Help.Pages;

/// <summary>Parameters that mean the same everywhere, described once. A page's own description goes before.</summary>
internal sealed class SharedParameters(MarkdownPage? page)
{
    public string FileName => page?.FileName ?? "";

    public IReadOnlyDictionary<string, IReadOnlyList<MarkdownBlock>> Descriptions { get; } =
        page is null ? new Dictionary<string, IReadOnlyList<MarkdownBlock>>() : CmdletPage.ReadParameters(page);

    /// <summary>The description of a parameter on a page; null where there is none.</summary>
    public IReadOnlyList<MarkdownBlock>? Describe(CmdletPage page, string parameter) =>
        page.Parameters.GetValueOrDefault(parameter) ?? Descriptions.GetValueOrDefault(parameter);
}
