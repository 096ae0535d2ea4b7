namespace PortFirewall;

/// <summary>The formats of pictures by the names of files, and what writes them.</summary>
internal static class PictureFormats
{
    /// <summary>The format that the name of a file asks for.</summary>
    /// <exception cref="FirewallException"><c>PictureFormatNotKnown</c>.</exception>
    public static PictureFormat Of(string file) => System.IO.Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".SVG" => PictureFormat.Svg,
        ".MMD" or ".MERMAID" => PictureFormat.Mermaid,
        ".HTML" or ".HTM" => PictureFormat.Html,
        _ => throw PictureErrors.PictureFormatNotKnown(file),
    };

    public static string Write(PictureFormat format, PathComparison comparison) => format switch
    {
        PictureFormat.Svg => SvgPicture.Write(comparison),
        PictureFormat.Mermaid => MermaidPicture.Write(comparison),
        _ => HtmlPicture.Write(comparison),
    };
}
