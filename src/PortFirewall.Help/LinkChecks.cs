using System.Text.RegularExpressions;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help;

/// <summary>Links from page to page that lead nowhere.</summary>
internal static partial class LinkChecks
{
    public static IEnumerable<string> Find(IReadOnlyList<MarkdownPage> pages) =>
        from page in pages
        from section in page.Sections
        from line in section.Lines
        from link in PageLink().Matches(line)
        let target = link.Groups["target"].Value
        where pages.All(other => other.FileName != target)
        select $"{page.FileName}: links to {target}, which does not exist.";

    /// <summary>A link to a page of the same folder. Others are addresses, which may be anywhere.</summary>
    [GeneratedRegex(@"\]\((?<target>[^):/#]+\.md)(#[^)]*)?\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PageLink();
}
