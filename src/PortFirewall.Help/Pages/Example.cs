namespace PortFirewall.Help.Pages;

/// <summary>An example: what is typed and shown, and what it means.</summary>
internal sealed record Example(string Title, IReadOnlyList<MarkdownBlock> Blocks)
{
    /// <summary>The first piece of code; null where there is none.</summary>
    public string? Code => Blocks.FirstOrDefault(block => block.Kind == MarkdownBlockKind.Code)?.Text;

    /// <summary>Everything else, in its order.</summary>
    public IEnumerable<MarkdownBlock> Remarks
    {
        get
        {
            var code = Blocks.FirstOrDefault(block => block.Kind == MarkdownBlockKind.Code);
            return Blocks.Where(block => !ReferenceEquals(block, code));
        }
    }
}
