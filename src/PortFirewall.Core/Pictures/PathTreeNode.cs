namespace PortFirewall;

/// <summary>A chain or a rule on the way of packets. Names, rules and their comments are anybody's: what a terminal or a page would obey is shown, and does nothing.</summary>
/// <param name="name">A base chain (<c>filter INPUT</c>), or within one the place of a rule or policy (<c>shop:2</c>).</param>
internal sealed class PathTreeNode(string name)
{
    private string _text = "";
    private string? _change;

    public string Name { get; } = VisibleText.Of(name);

    /// <summary>The rule, as its firewall writes it; of a chain, how many rules it has; empty where that is not known.</summary>
    public string Text
    {
        get => _text;
        set => _text = VisibleText.Of(value);
    }

    /// <summary>The rules that it leads to, in the order in which packets meet them.</summary>
    public List<PathTreeNode> Children { get; } = [];

    /// <summary>The packets that are decided here.</summary>
    public List<PathTreeEnd> Ends { get; } = [];

    /// <summary>What it makes of packets that go on, such as <c>port 8080</c>; null where it leaves them as they are.</summary>
    public string? Change
    {
        get => _change;
        set => _change = value is null ? null : VisibleText.Of(value);
    }
}
