using System.Text.RegularExpressions;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help;

/// <summary>Links from page to page that lead nowhere.</summary>
internal static partial class LinkChecks
{
    public static IEnumerable<string> Find(IEnumerable<MarkdownPage> pages, string folder) =>
        from page in pages
        from section in page.Sections
        from line in section.Lines
        from link in PageLink().Matches(line)
        let target = link.Groups["target"].Value
        where !File.Exists(Path.Combine(folder, target))
        select $"{page.FileName}: links to {target}, which does not exist.";

    [GeneratedRegex(@"\]\((?<target>[^):#]+\.md)(#[^)]*)?\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PageLink();
}
