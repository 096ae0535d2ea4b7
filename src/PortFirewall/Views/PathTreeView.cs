using System.Management.Automation;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Draws the way of packets as a tree in the terminal: under each rule what becomes of the packets that it decides. Called by the views of the
/// module.
/// </summary>
public static class PathTreeView
{
    private const string Mark = "■";

    /// <summary>The tree as lines of text no wider than the window.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="width">The width of the window in characters.</param>
    public static string Draw(PortPathPicture picture, int width)
    {
        ArgumentNullException.ThrowIfNull(picture);
        // One picture after another, or after something else, is told apart by an empty line, which the engine writes only around what is in a sequence.
        // As in a listing of a chain, the colours of all lines before it stand at the beginning of each line.
        return "\n" + Draw(picture.Tree, width, picture.Tree.Chains.Sum(Ends) > ChainView.MostStyled ? static (_, text) => text : VerdictStyle.Of);
    }

    /// <summary>The same for what is left of a picture after remoting or a job.</summary>
    /// <param name="picture">What is left of the picture.</param>
    /// <param name="width">The width of the window in characters.</param>
    public static string Draw(PSObject picture, int width)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return picture.Properties["Path"]?.Value is { } path && Deserialized.Path(PSObject.AsPSObject(path)) is { } read
            ? Draw(new PortPathPicture { Path = read }, width) : "\n" + TableText.Wrap($"{picture}", 0, width);
    }

    private static int Ends(PathTreeNode node) => node.Ends.Count + node.Children.Sum(Ends);

    /// <summary>The same with any look, or none.</summary>
    internal static string Draw(PathTree tree, int width, Func<object, string, string> style)
    {
        var text = new StringBuilder($"{TableText.Wrap(tree.Title, tree.Verdict.ToString().Length + 2, width)}: {style(tree.Verdict, tree.Verdict.ToString())}");
        foreach (var (chain, isLast) in WithLast(tree.Chains))
            Draw(text, chain, "", isLast, width, style);
        return text.ToString();
    }

    private static void Draw(StringBuilder text, PathTreeNode node, string margin, bool isLast, int width, Func<object, string, string> style)
    {
        // Chains nested very deep still leave room for words.
        var inner = margin.Length > width / 2 ? margin : margin + (isLast ? "   " : "│  ");
        // The line to the rules that it leads to goes on beside its own words.
        var beside = inner + (node.Children.Count > 0 ? "│  " : "   ");
        Add(text, margin + (isLast ? "└─ " : "├─ "), beside, node.Text.Length == 0 ? node.Name : $"{node.Name}  {node.Text}", width);
        if (node.Change is { } change)
            Add(text, beside, beside + "  ", $"→ {change}", width);
        foreach (var end in node.Ends)
            Add(text, beside, beside + "  ", $"{Mark} {end.Verdict}  {end.Words}", width, line => line.Replace($"{Mark} {end.Verdict}", style(end.Verdict, $"{Mark} {end.Verdict}"), StringComparison.Ordinal));
        foreach (var (child, isLastChild) in WithLast(node.Children))
            Draw(text, child, inner, isLastChild, width, style);
    }

    /// <summary>Adds words, broken where they are too long for the window; the first line may get a look afterwards, which takes no room.</summary>
    private static void Add(StringBuilder text, string first, string further, string words, int width, Func<string, string>? finish = null)
    {
        var lines = TableText.Wrap(words, Math.Max(first.Length, further.Length), width).Split('\n');
        text.Append('\n').Append(first).Append(finish is null ? lines[0] : finish(lines[0]));
        foreach (var line in lines.Skip(1))
            text.Append('\n').Append(further).Append(line);
    }

    private static IEnumerable<(PathTreeNode Node, bool IsLast)> WithLast(IReadOnlyList<PathTreeNode> nodes)
        => nodes.Select((node, i) => (node, i == nodes.Count - 1));
}
