using System.Text;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help;

/// <summary>An about topic as the plain text that <c>Get-Help about_…</c> shows.</summary>
internal static class AboutTopic
{
    private const int Width = 80;

    private const string Indent = "    ";

    /// <summary>The layout is fixed at its top: the engine takes the fifth line for the synopsis.</summary>
    public static string Write(MarkdownPage page)
    {
        var text = new StringBuilder($"TOPIC\n{Indent}{page.Name}\n");
        foreach (var section in page.Sections)
        {
            text.Append('\n').Append(section.Heading.ToUpperInvariant()).Append('\n');
            var before = MarkdownBlockKind.Heading;
            foreach (var block in MarkdownBlock.Read(section.Lines))
            {
                // Items of a list are together, and text follows its heading at once.
                if (before != MarkdownBlockKind.Heading && (before, block.Kind) != (MarkdownBlockKind.Item, MarkdownBlockKind.Item))
                    text.Append('\n');
                foreach (var line in Lines(block))
                    text.Append(line.TrimEnd()).Append('\n');
                before = block.Kind;
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(MarkdownBlock block) => block.Kind switch
    {
        MarkdownBlockKind.Code => block.Text.Split('\n').Select(line => Indent + Indent + line),
        MarkdownBlockKind.Heading => [Indent[..2] + block.Text],
        MarkdownBlockKind.Item => Wrap(block.Text, Indent, Indent + new string(' ', block.Text.IndexOf(' ') + 1)),
        _ => Wrap(block.Text, Indent, Indent),
    };

    private static IEnumerable<string> Wrap(string text, string firstIndent, string indent)
    {
        var line = new StringBuilder(firstIndent);
        var hasWord = false;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (hasWord && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear().Append(indent);
                hasWord = false;
            }

            line.Append(hasWord ? " " : "").Append(word);
            hasWord = true;
        }

        yield return line.ToString();
    }
}
