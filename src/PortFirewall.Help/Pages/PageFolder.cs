namespace PortFirewall.Help.Pages;

/// <summary>The pages of a module.</summary>
internal sealed class PageFolder
{
    private const string CommonName = "_common";

    private const string AboutPrefix = "about_";

    public PageFolder(string path)
    {
        All = [.. Directory.GetFiles(path, "*.md").Order(StringComparer.Ordinal).Select(MarkdownPage.Read)];
        Abouts = [.. All.Where(IsAbout)];
        Cmdlets = [.. All.Where(page => !IsAbout(page) && page.Name != CommonName).Select(page => new CmdletPage(page))];
        Shared = new SharedParameters(All.FirstOrDefault(page => page.Name == CommonName));
    }

    public IReadOnlyList<MarkdownPage> All { get; }

    public IReadOnlyList<MarkdownPage> Abouts { get; }

    public IReadOnlyList<CmdletPage> Cmdlets { get; }

    public SharedParameters Shared { get; }

    private static bool IsAbout(MarkdownPage page) => page.Name.StartsWith(AboutPrefix, StringComparison.Ordinal);
}
