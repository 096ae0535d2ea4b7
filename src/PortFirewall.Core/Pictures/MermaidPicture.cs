using System.Globalization;
using System.Text;

namespace PortFirewall;

/// <summary>Trees as a flowchart of Mermaid, which many a wiki and forge draws by itself.</summary>
internal static class MermaidPicture
{
    public static string Write(PathComparison comparison)
    {
        var text = new StringBuilder("flowchart TD\n");
        var number = 0;
        foreach (var (heading, trees) in comparison.Columns)
        {
            if (heading is not null)
                text.Append("  subgraph ").Append(heading).Append('\n');
            foreach (var tree in trees.OfType<PathTree>())
            {
                var start = Node(Escape(tree.Title), "([", "])");
                foreach (var chain in tree.Chains)
                    start = Chain(start, chain);
            }
            if (heading is not null)
                text.Append("  end\n");
        }
        return text
            .Append("  classDef accept fill:#d7f0dd,stroke:#1a7f37,color:#0b3d1a\n")
            .Append("  classDef stop fill:#fbdcdc,stroke:#b42318,color:#5c120c\n")
            .Append("  classDef open fill:#fdeccb,stroke:#9a6700,color:#4d3400\n")
            .ToString();

        // Packets that a chain lets by go on to the next one.
        string Chain(string from, PathTreeNode chain)
        {
            var at = Node(Label(chain), "[[", "]]");
            text.Append(Line(from, at, ""));
            chain.Children.ForEach(child => Rule(at, child));
            return at;
        }

        void Rule(string from, PathTreeNode rule)
        {
            var at = Node(Label(rule), "[", "]");
            text.Append(Line(from, at, ""));
            foreach (var end in rule.Ends)
            {
                var verdict = Node(end.Verdict.ToString(), "{{", "}}");
                text.Append(Line(at, verdict, end.Words)).Append("  class ").Append(verdict).Append(' ').Append(PictureClass.Of(end.Verdict)).Append('\n');
            }
            rule.Children.ForEach(child => Rule(at, child));
        }

        string Node(string label, string open, string close)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"n{++number}");
            text.Append("  ").Append(id).Append(open).Append('"').Append(label).Append('"').Append(close).Append('\n');
            return id;
        }
    }

    private static string Label(PathTreeNode node)
        => string.Join("<br>", new[] { node.Name, node.Text, node.Change is null ? "" : $"→ {node.Change}" }.Where(part => part.Length > 0).Select(Escape));

    private static string Line(string from, string to, string words) => words.Length == 0 ? $"  {from} --> {to}\n" : $"  {from} -- \"{Escape(words)}\" --> {to}\n";

    /// <summary>Entities by their number, the one escape that a label has.</summary>
    private static string Escape(string label)
    {
        var text = new StringBuilder(label.Length);
        foreach (var character in label)
        {
            if (char.IsAsciiLetterOrDigit(character) || character > '\u007f' || " .,:/-_!()=+→".Contains(character, StringComparison.Ordinal))
                text.Append(character);
            else
                text.Append(CultureInfo.InvariantCulture, $"#{(int)character};");
        }
        return text.ToString();
    }
}
