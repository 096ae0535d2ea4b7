using System.Management.Automation;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help;

/// <summary>Where the pages and the module do not fit.</summary>
internal static class PageChecks
{
    public static IEnumerable<string> Find(IReadOnlyList<CmdletInfo> cmdlets, PageFolder pages)
    {
        foreach (var cmdlet in cmdlets.Where(cmdlet => pages.Cmdlets.All(page => page.Name != cmdlet.Name)))
            yield return $"{cmdlet.Name} has no page {cmdlet.Name}.md.";

        foreach (var page in pages.Cmdlets)
        {
            var problems = cmdlets.FirstOrDefault(cmdlet => cmdlet.Name == page.Name) is { } cmdlet
                ? OfParts(page, cmdlet).Concat(OfParameters(page, cmdlet, pages.Shared))
                : ["the module has no such cmdlet."];
            foreach (var problem in problems)
                yield return $"{page.FileName}: {problem}";
        }

        var used = cmdlets.SelectMany(ParameterNames).ToHashSet(StringComparer.Ordinal);
        foreach (var name in pages.Shared.Descriptions.Keys.Where(name => !used.Contains(name)))
            yield return $"{pages.Shared.FileName}: describes -{name}, which no cmdlet has.";
    }

    private static IEnumerable<string> OfParts(CmdletPage page, CmdletInfo cmdlet)
    {
        if (page.Title != cmdlet.Name)
            yield return $"its title is '{page.Title}' and not '{cmdlet.Name}'.";
        if (page.Synopsis.Count != 1)
            yield return "SYNOPSIS has to be one paragraph.";
        if (page.Description.Count == 0)
            yield return "DESCRIPTION is missing.";
        if (page.Examples.Count == 0)
            yield return "there is no example.";
        foreach (var example in page.Examples.Where(example => example.Code is null))
            yield return $"'{example.Title}' shows no command.";
        foreach (var type in cmdlet.OutputType.Where(type => page.Outputs.All(output => output.TypeName != type.Name)))
            yield return $"OUTPUTS lacks {type.Name}, which {cmdlet.Name} says that it emits.";
    }

    private static IEnumerable<string> OfParameters(CmdletPage page, CmdletInfo cmdlet, SharedParameters shared)
    {
        var names = ParameterNames(cmdlet).ToArray();
        foreach (var name in names.Where(name => shared.Describe(page, name) is null or []))
            yield return $"-{name} lacks a description.";
        foreach (var name in page.Parameters.Keys.Except(names, StringComparer.Ordinal))
            yield return $"describes -{name}, which {cmdlet.Name} does not have.";
    }

    private static IEnumerable<string> ParameterNames(CmdletInfo cmdlet) =>
        CmdletParameters.Of(cmdlet).Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal);
}
