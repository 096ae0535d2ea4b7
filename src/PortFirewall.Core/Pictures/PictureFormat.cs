namespace PortFirewall;

/// <summary>How the way of packets is written into a file.</summary>
public enum PictureFormat
{
    /// <summary>A picture for documents and pages.</summary>
    Svg,

    /// <summary>A flowchart in the language of Mermaid, which many a wiki and forge draws.</summary>
    Mermaid,

    /// <summary>A page that needs nothing else.</summary>
    Html,
}
