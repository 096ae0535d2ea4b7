namespace PortFirewall.Help.Pages;

/// <summary>The few forms of markdown that the pages use.</summary>
internal enum MarkdownBlockKind
{
    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>An item of a list, with its mark.</summary>
    Item,

    /// <summary>A heading of any level.</summary>
    Heading,

    /// <summary>Code between fences.</summary>
    Code,
}
