using System.Globalization;
using System.Net;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Trees as an SVG: a line of text for each chain, rule and end, joined as in a listing of folders; columns beside each other. Light and dark as
/// the reader's own screen is; nothing is loaded from anywhere.
/// </summary>
internal sealed class SvgPicture
{
    private const int LineHeight = 24;
    private const int Step = 24;
    private const int Margin = 20;

    /// <summary>The width of a character of the font: it is one of fixed width, and given as such.</summary>
    private const double CharacterWidth = 7.83;
    private const int LongestText = 76;

    private const string Style = """
        svg { background: #ffffff; color-scheme: light dark }
        text { font: 13px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #1f2328; white-space: pre }
        path { fill: none; stroke: #8c959f }
        .heading, .title, .chain { font-weight: bold }
        .quiet { fill: #59636e }
        .accept { fill: #116329 } .stop { fill: #a40e26 } .open { fill: #7d4e00 }
        @media (prefers-color-scheme: dark) {
        svg { background: #0d1117 } text { fill: #e6edf3 } path { stroke: #6e7681 } .quiet { fill: #9198a1 }
        .accept { fill: #56d364 } .stop { fill: #ff7b72 } .open { fill: #e3b341 }
        }
        """;

    private readonly StringBuilder _lines = new();
    private readonly StringBuilder _texts = new();
    private readonly double _left = Margin;
    private double _right;
    private int _row;

    private SvgPicture(PathComparison comparison)
    {
        foreach (var (heading, trees) in comparison.Columns)
        {
            _row = 0;
            _right = _left;
            if (heading is not null)
                Text(0, heading, "heading");
            var top = _row;
            for (var index = 0; index < comparison.Length; index++)
            {
                _row = top;
                if (trees[index] is { } tree)
                    Draw(tree);
                top += comparison.Columns.Max(column => RowsOf(column.Trees[index]));
            }
            _row = top;
            _left = _right + (2 * Margin);
        }
    }

    public static string Write(PathComparison comparison) => new SvgPicture(comparison).Finish(comparison.Title);

    private string Finish(string title)
    {
        var (width, height) = (Math.Ceiling(_left - Margin), (_row * LineHeight) + (2 * Margin));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>
            {Style}
            </style>
            {_lines}{_texts}</svg>

            """);
    }

    /// <summary>How many lines a tree takes: its title, the nodes, and one that keeps it apart from the next.</summary>
    private static int RowsOf(PathTree? tree) => tree is null ? 0 : 2 + RowsOf(tree.Chains);

    private static int RowsOf(IReadOnlyList<PathTreeNode> nodes) => nodes.Sum(node => 1 + (node.Change is null ? 0 : 1) + node.Ends.Count + RowsOf(node.Children));

    private void Draw(PathTree tree)
    {
        Text(0, $"{tree.Title}: ", "title", (tree.Verdict.ToString(), PictureClass.Of(tree.Verdict)));
        Draw(tree.Chains, 0);
    }

    private void Draw(IReadOnlyList<PathTreeNode> nodes, int depth)
    {
        var (from, last) = (_row, _row);
        foreach (var node in nodes)
        {
            last = _row;
            Line($"M{X(depth) + (Step / 2):0} {Y(_row) - 4:0}h{Step / 2 - 4:0}");
            Text(depth + 1, node.Name, depth == 0 ? "chain" : "", ($"  {Cut(node.Text)}", depth == 0 ? "quiet" : ""));
            if (node.Change is not null)
                Text(depth + 2, $"→ {node.Change}", "open");
            foreach (var end in node.Ends)
                Text(depth + 2, $"■ {end.Verdict}  ", PictureClass.Of(end.Verdict), (Cut(end.Words), ""));
            Draw(node.Children, depth + 1);
        }
        // From the words above down to the last of them.
        if (nodes.Count > 0)
            Line($"M{X(depth) + (Step / 2):0} {Y(from) - 16:0}V{Y(last) - 4:0}");
    }

    /// <summary>A long text cut, and never within a character.</summary>
    private static string Cut(string text)
        => text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1)] + "…";

    /// <summary>How many columns a text takes: letters of East Asia are twice as wide as others.</summary>
    private static int Columns(string text) => text.Sum(c => c >= '\u1100' && char.IsLetter(c) ? 2 : 1);

    private double X(int depth) => _left + (depth * Step);

    private static double Y(int row) => Margin + ((row + 1) * LineHeight) - 8;

    private void Line(FormattableString path) => _lines.Append(CultureInfo.InvariantCulture, $"<path d=\"{path.ToString(CultureInfo.InvariantCulture)}\"/>\n");

    private void Text(int depth, string words, string look, params (string Words, string Look)[] more)
    {
        _texts.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(depth):0.#}\" y=\"{Y(_row):0}\">");
        foreach (var (part, its) in more.Prepend((words, look)))
            _texts.Append(CultureInfo.InvariantCulture, $"<tspan{(its.Length == 0 ? "" : $" class=\"{its}\"")}>{WebUtility.HtmlEncode(part)}</tspan>");
        _texts.Append("</text>\n");
        _right = Math.Max(_right, X(depth) + ((Columns(words) + more.Sum(part => Columns(part.Words))) * CharacterWidth));
        _row++;
    }
}
