using System.Xml.Linq;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help.Maml;

/// <summary>Text in MAML is paragraphs and nothing else.</summary>
internal static class MamlText
{
    public static IEnumerable<XElement> Paragraphs(IEnumerable<MarkdownBlock> blocks) =>
        blocks.SelectMany(block => block.Kind == MarkdownBlockKind.Code ? block.Text.Split('\n') : [block.Text])
            .Select(text => new XElement(MamlNames.Document + "para", text));

    public static XElement Description(IEnumerable<MarkdownBlock> blocks) => new(MamlNames.Document + "description", Paragraphs(blocks));
}
