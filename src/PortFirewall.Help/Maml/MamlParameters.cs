using System.Management.Automation;
using System.Xml.Linq;
using PortFirewall.Help.Pages;
using static PortFirewall.Help.Maml.MamlNames;

namespace PortFirewall.Help.Maml;

/// <summary>The parameters of a cmdlet, in its ways of being called and in the list.</summary>
internal sealed class MamlParameters(CmdletInfo cmdlet, CmdletPage page, SharedParameters common)
{
    private readonly DefaultValues _defaults = new(cmdlet);

    public XElement SyntaxItem(CommandParameterSetInfo parameterSet) => new(Command + "syntaxItem",
        new XElement(Document + "name", cmdlet.Name),
        CmdletParameters.Of(parameterSet).Select(parameter => Element(parameter, [parameter])));

    /// <summary>Each parameter once. Where its ways of being called differ, all that is possible is told.</summary>
    public IEnumerable<XElement> All() =>
        from parameter in CmdletParameters.Of(cmdlet)
        group parameter by parameter.Name into uses
        orderby uses.Key
        select Element(uses.First(), [.. uses]);

    private XElement Element(CommandParameterInfo parameter, CommandParameterInfo[] uses)
    {
        var position = uses.Max(use => use.Position);
        var type = TypeNames.Short(parameter.ParameterType);
        return new XElement(Command + "parameter",
            new XAttribute("required", Word(uses.All(use => use.IsMandatory))),
            new XAttribute("variableLength", Word(parameter.ParameterType.IsArray)),
            new XAttribute("globbing", Word(parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any())),
            new XAttribute("pipelineInput", PipelineInput(uses)),
            new XAttribute("position", position < 0 ? "named" : position.ToString()),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Document + "name", parameter.Name),
            MamlText.Description(common.Describe(page, parameter.Name) ?? []),
            AcceptedValues.Of(parameter) is { Count: > 0 } values ? ValueGroup(values) : null,
            parameter.ParameterType == typeof(SwitchParameter) ? null : Value(type),
            new XElement(Developer + "type", new XElement(Document + "name", type), new XElement(Document + "uri")),
            new XElement(Developer + "defaultValue", _defaults.Of(parameter)));
    }

    private static XElement ValueGroup(IEnumerable<string> values) => new(Command + "parameterValueGroup", values.Select(Value));

    private static XElement Value(string text) =>
        new(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), text);

    private static string PipelineInput(CommandParameterInfo[] uses) =>
        (uses.Any(use => use.ValueFromPipeline), uses.Any(use => use.ValueFromPipelineByPropertyName)) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static string Word(bool value) => value ? "true" : "false";
}
