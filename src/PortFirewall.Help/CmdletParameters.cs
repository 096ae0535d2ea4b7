using System.Management.Automation;

namespace PortFirewall.Help;

/// <summary>The parameters of a cmdlet that its help describes.</summary>
internal static class CmdletParameters
{
    /// <summary>
    /// Each use of a parameter in a way of calling the cmdlet. Not those that the engine gives every cmdlet, such as
    /// <c>-Verbose</c>, nor those that only take a property from the pipeline and are not to be typed.
    /// </summary>
    public static IEnumerable<CommandParameterInfo> Of(CmdletInfo cmdlet) => cmdlet.ParameterSets.SelectMany(Of);

    /// <summary>The same for one way of calling it, in the order of the syntax.</summary>
    public static IEnumerable<CommandParameterInfo> Of(CommandParameterSetInfo parameterSet) =>
        parameterSet.Parameters
            .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !IsHidden(parameter))
            .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
            .ThenByDescending(parameter => parameter.IsMandatory);

    private static bool IsHidden(CommandParameterInfo parameter) =>
        parameter.Attributes.OfType<ParameterAttribute>().Any(attribute => attribute.DontShow);
}
