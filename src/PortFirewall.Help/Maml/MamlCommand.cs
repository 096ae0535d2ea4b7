using System.Management.Automation;
using System.Xml.Linq;
using PortFirewall.Help.Pages;
using static PortFirewall.Help.Maml.MamlNames;

namespace PortFirewall.Help.Maml;

/// <summary>The help of one cmdlet: words from its page, facts from the cmdlet.</summary>
internal sealed class MamlCommand(CmdletInfo cmdlet, CmdletPage page, SharedParameters common)
{
    private readonly MamlParameters _parameters = new(cmdlet, page, common);

    public XElement ToElement() => new(Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Document),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Developer),
        new XElement(Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            MamlText.Description(page.Synopsis)),
        MamlText.Description(page.Description),
        new XElement(Command + "syntax", cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).Select(_parameters.SyntaxItem)),
        new XElement(Command + "parameters", _parameters.All()),
        new XElement(Command + "inputTypes", page.Inputs.Select(input => TypeElement("inputType", input))),
        new XElement(Command + "returnValues", page.Outputs.Select(output => TypeElement("returnValue", output))),
        new XElement(Document + "alertSet", new XElement(Document + "alert", MamlText.Paragraphs(page.Notes))),
        new XElement(Command + "examples", page.Examples.Select(ExampleElement)),
        new XElement(Command + "relatedLinks", page.Links.Select(LinkElement)));

    private static XElement TypeElement(string name, Described described) => new(Command + name,
        new XElement(Developer + "type", new XElement(Document + "name", described.TypeName)),
        MamlText.Description(described.Text));

    /// <summary>The dashes are those of Microsoft's own help: nothing else sets the title off.</summary>
    private static XElement ExampleElement(Example example) => new(Command + "example",
        new XElement(Document + "title", $"---------- {example.Title} ----------"),
        new XElement(Developer + "code", example.Code),
        new XElement(Developer + "remarks", MamlText.Paragraphs(example.Remarks)));

    private static XElement LinkElement(string words) => new(Document + "navigationLink",
        new XElement(Document + "linkText", words),
        new XElement(Document + "uri"));
}
