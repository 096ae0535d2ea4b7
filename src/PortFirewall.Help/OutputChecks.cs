using System.Management.Automation;
using System.Text.RegularExpressions;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help;

/// <summary>What cmdlets emit, and what their pages tell of it.</summary>
internal static partial class OutputChecks
{
    /// <summary>Each type is named, and each of its properties: on that page, or on the one of a cmdlet that it refers to.</summary>
    public static IEnumerable<string> Find(CmdletPage page, CmdletInfo cmdlet, PageFolder pages)
    {
        if (page.Outputs.Count == 0)
            yield return "OUTPUTS is missing; 'None' is for a cmdlet that emits nothing.";
        foreach (var type in cmdlet.OutputType)
        {
            if (TextOf(page, type) is not { } text)
            {
                yield return $"OUTPUTS lacks {type.Name}, which {cmdlet.Name} says that it emits.";
                continue;
            }

            var told = CmdletName().Matches(text)
                .Select(name => pages.Cmdlets.FirstOrDefault(other => other.Name == name.Value))
                .Select(other => other is null ? null : TextOf(other, type))
                .Prepend(text)
                .ToArray();
            foreach (var property in PropertiesOf(type, cmdlet).Where(property => !told.Any(words => words is not null && Names(words, property))))
                yield return $"OUTPUTS does not tell the property {property} of {type.Name}.";
        }
    }

    private static string? TextOf(CmdletPage page, PSTypeName type) =>
        page.Outputs.FirstOrDefault(output => output.TypeName == type.Name) is { } output
            ? string.Join('\n', output.Text.Select(block => block.Text))
            : null;

    /// <summary>Of the module's own types; others have documentation of their own.</summary>
    private static IEnumerable<string> PropertiesOf(PSTypeName type, CmdletInfo cmdlet) =>
        type.Type is { IsEnum: false } own && Path.GetDirectoryName(own.Assembly.Location) == Path.GetDirectoryName(cmdlet.ImplementingType.Assembly.Location)
            ? own.GetProperties().Select(property => property.Name)
            : [];

    private static bool Names(string text, string property) => Word().Matches(text).Any(word => word.Value == property);

    [GeneratedRegex(@"\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"\b[A-Z][a-z]+-[A-Za-z]+\b", RegexOptions.NonBacktracking)]
    private static partial Regex CmdletName();
}
