namespace PortFirewall;

/// <summary>The way of the packets to a port as a tree, for people: drawn by the view of the module, no wider than the window.</summary>
public sealed class PortPathPicture
{
    /// <summary>The answer that is drawn.</summary>
    public required PortPath Path { get; init; }

    /// <summary>The tree.</summary>
    internal PathTree Tree => PathTree.Of(Path);

    /// <summary>What it shows, in a few words.</summary>
    public override string ToString() => Path.ToString();
}
