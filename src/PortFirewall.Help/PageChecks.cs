using System.Management.Automation;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help;

/// <summary>Where the pages and the module do not fit.</summary>
internal static class PageChecks
{
    public static IEnumerable<string> Find(IReadOnlyList<CmdletInfo> cmdlets, IReadOnlyList<CmdletPage> pages, SharedParameters common)
    {
        foreach (var cmdlet in cmdlets.Where(cmdlet => pages.All(page => page.Name != cmdlet.Name)))
            yield return $"{cmdlet.Name} has no page {cmdlet.Name}.md.";

        foreach (var page in pages)
        {
            var problems = cmdlets.FirstOrDefault(cmdlet => cmdlet.Name == page.Name) is { } cmdlet
                ? OfPage(page, cmdlet, common)
                : ["the module has no such cmdlet."];
            foreach (var problem in problems)
                yield return $"{page.Page.FileName}: {problem}";
        }

        var used = cmdlets.SelectMany(cmdlet => CmdletParameters.Of(cmdlet)).Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in common.Descriptions.Keys.Where(name => !used.Contains(name)))
            yield return $"{common.FileName}: describes -{name}, which no cmdlet has.";
    }

    private static IEnumerable<string> OfPage(CmdletPage page, CmdletInfo cmdlet, SharedParameters common)
    {
        if (page.Page.Title != cmdlet.Name)
            yield return $"its title is '{page.Page.Title}' and not '{cmdlet.Name}'.";
        if (page.Synopsis.Count != 1)
            yield return "SYNOPSIS has to be one paragraph.";
        if (page.Description.Count == 0)
            yield return "DESCRIPTION is missing.";
        if (page.Examples.Count == 0)
            yield return "there is no example.";
        foreach (var example in page.Examples.Where(example => example.Code is null))
            yield return $"'{example.Title}' shows no command.";

        var parameters = CmdletParameters.Of(cmdlet).Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var name in parameters.Where(name => common.Describe(page, name) is null or []))
            yield return $"-{name} lacks a description.";
        foreach (var name in page.Parameters.Keys.Except(parameters, StringComparer.Ordinal))
            yield return $"describes -{name}, which {cmdlet.Name} does not have.";
        foreach (var type in cmdlet.OutputType.Select(type => type.Name).Except(page.Outputs.Select(output => output.TypeName), StringComparer.Ordinal))
            yield return $"OUTPUTS lacks {type}, which {cmdlet.Name} says that it emits.";
    }
}
