namespace PortFirewall.Help.Pages;

/// <summary>Parameters that mean the same everywhere, described once. A page's own description goes before.</summary>
internal sealed class SharedParameters(string path)
{
    public string FileName { get; } = Path.GetFileName(path);

    public IReadOnlyDictionary<string, IReadOnlyList<MarkdownBlock>> Descriptions { get; } =
        File.Exists(path) ? CmdletPage.ReadParameters(MarkdownPage.Read(path)) : new Dictionary<string, IReadOnlyList<MarkdownBlock>>();

    /// <summary>The description of a parameter on a page; null where there is none.</summary>
    public IReadOnlyList<MarkdownBlock>? Describe(CmdletPage page, string parameter) =>
        page.Parameters.GetValueOrDefault(parameter) ?? Descriptions.GetValueOrDefault(parameter);
}
