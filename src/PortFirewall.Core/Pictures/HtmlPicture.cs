using System.Net;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Trees as a page that needs nothing else: lists within lists, which a screen reader reads in order and a narrow screen wraps; light and dark as
/// the reader's own screen is, and dark on white on paper.
/// </summary>
internal static class HtmlPicture
{
    private const string Style = """
        :root { color-scheme: light dark; --page: #ffffff; --ink: #1f2328; --quiet: #59636e; --line: #b1bac4; --card: #f6f8fa; --accept: #116329; --stop: #a40e26; --open: #7d4e00 }
        @media (prefers-color-scheme: dark) {
          :root { --page: #0d1117; --ink: #e6edf3; --quiet: #9198a1; --line: #444c56; --card: #151b23; --accept: #56d364; --stop: #ff7b72; --open: #e3b341 }
        }
        * { box-sizing: border-box }
        body { margin: 0; padding: 1rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
        main { max-width: 90rem; margin: 0 auto }
        .paths { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 1.5rem; align-items: start }
        @media (min-width: 50rem) { .compared { grid-template-columns: repeat(2, minmax(0, 1fr)) } .before { grid-column: 1 } .after { grid-column: 2 } }
        .path { padding: .75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem }
        h1 { margin: 0 0 1rem; font-size: 1.4rem } h2 { margin: 0 0 .5rem; font-size: 1.1rem } .when { margin: 0; color: var(--quiet) }
        ul { margin: 0; padding: 0; list-style: none }
        ul ul { margin-left: .5rem; padding-left: 1rem; border-left: 2px solid var(--line) }
        li { margin: .3rem 0 }
        code { font: .9em/1.4 ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; overflow-wrap: anywhere } .word { display: inline-block; max-width: 100% }
        .name { font-weight: 600; margin-right: .5em } .text { color: var(--quiet) }
        .end, .change { margin: .1rem 0 .1rem 1rem }
        .accept { color: var(--accept) } .stop { color: var(--stop) } .open { color: var(--open) }
        .verdict { font-weight: 600 }
        @media print { :root { color-scheme: light; --page: #ffffff; --ink: #000000; --quiet: #333333; --line: #888888; --card: #ffffff; --accept: #0b3d1a; --stop: #7a0b1c; --open: #4d3400 } .path { break-inside: avoid } }
        """;

    public static string Write(PathComparison comparison)
    {
        var text = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(comparison.Title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            <h1>The way of packets</h1>
            <div class="paths{(comparison.Columns.Count > 1 ? " compared" : "")}">

            """);
        // Port by port, so that on a narrow screen what is after stands right below what was before.
        for (var index = 0; index < comparison.Length; index++)
        {
            foreach (var (heading, trees) in comparison.Columns)
            {
                if (trees[index] is { } tree)
                    Write(text, heading, tree);
            }
        }
        return text.Append("</div>\n</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder text, string? heading, PathTree tree)
    {
        text.Append("<article class=\"path").Append(heading is null ? "" : $" {heading.ToLowerInvariant()}").Append("\">\n");
        if (heading is not null)
            text.Append("<p class=\"when\">").Append(heading).Append("</p>\n");
        text.Append("<h2>").Append(Encode(tree.Title)).Append(": ").Append(Verdict(tree.Verdict)).Append("</h2>\n");
        List(text, tree.Chains);
        text.Append("</article>\n");
    }

    private static void List(StringBuilder text, IReadOnlyList<PathTreeNode> nodes)
    {
        if (nodes.Count == 0)
            return;
        text.Append("<ul>\n");
        foreach (var node in nodes)
        {
            text.Append("<li><span class=\"name\">").Append(Encode(node.Name)).Append("</span><code class=\"text\">").Append(Words(node.Text)).Append("</code>");
            if (node.Change is not null)
                text.Append("<div class=\"change open\">→ ").Append(Encode(node.Change)).Append("</div>");
            foreach (var end in node.Ends)
                text.Append("<div class=\"end\">").Append(Verdict(end.Verdict)).Append(' ').Append(Encode(end.Words)).Append("</div>");
            text.Append('\n');
            List(text, node.Children);
            text.Append("</li>\n");
        }
        text.Append("</ul>\n");
    }

    private static string Verdict(PortVerdict verdict) => $"<span class=\"verdict {PictureClass.Of(verdict)}\">{verdict}</span>";

    /// <summary>The text of a rule, whose options are not to be broken after one of their hyphens.</summary>
    private static string Words(string text)
        => string.Join(' ', text.Split(' ').Select(word => word.Contains('-', StringComparison.Ordinal) ? $"<span class=\"word\">{Encode(word)}</span>" : Encode(word)));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
