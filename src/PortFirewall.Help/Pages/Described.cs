namespace PortFirewall.Help.Pages;

/// <summary>A type that goes in or comes out, and what is to be said of it.</summary>
internal sealed record Described(string TypeName, IReadOnlyList<MarkdownBlock> Text);
