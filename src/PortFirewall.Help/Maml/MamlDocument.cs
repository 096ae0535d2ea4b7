using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PortFirewall.Help.Maml;

/// <summary>A help file of cmdlets.</summary>
internal sealed class MamlDocument(IEnumerable<MamlCommand> commands)
{
    private readonly XDocument _document = new(
        new XElement("helpItems",
            new XAttribute("schema", "maml"),
            commands.Select(command => command.ToElement())));

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };

    public void Save(string path)
    {
        using var writer = XmlWriter.Create(path, Settings);
        _document.Save(writer);
    }
}
