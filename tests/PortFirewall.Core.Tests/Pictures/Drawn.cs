using System.Text;

namespace PortFirewall.Core.Tests.Pictures;

/// <summary>Trees as plain text: two blanks a level, an arrow ahead of a change, a square ahead of an end.</summary>
internal static class Drawn
{
    public static PortPath Ask(IptablesRuleset ruleset, int port = 2222) => PortPathAnalysis.Analyze(ruleset, Rulesets.Tcp(port).Packets with { States = ConnectionStates.New }, "tcp");

    public static string Tree(IptablesRuleset ruleset, int port = 2222) => Tree(Ask(ruleset, port));

    public static string Tree(PortPath path)
    {
        var tree = PathTree.Of(path);
        var text = new StringBuilder($"{tree.Title}: {tree.Verdict}");
        foreach (var chain in tree.Chains)
            Add(text, chain, "");
        return text.ToString();
    }

    /// <summary>All nodes of a tree.</summary>
    public static IEnumerable<PathTreeNode> Nodes(PathTree tree) => tree.Chains.SelectMany(Within);

    private static IEnumerable<PathTreeNode> Within(PathTreeNode node) => node.Children.SelectMany(Within).Prepend(node);

    private static void Add(StringBuilder text, PathTreeNode node, string margin)
    {
        text.Append('\n').Append($"{margin}{node.Name}  {node.Text}".TrimEnd());
        if (node.Change is not null)
            text.Append($"\n{margin}  → {node.Change}");
        foreach (var end in node.Ends)
            text.Append($"\n{margin}  ■ {end.Verdict}  {end.Words}");
        foreach (var child in node.Children)
            Add(text, child, margin + "  ");
    }
}
