using System.Management.Automation;
using System.Text.RegularExpressions;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help;

/// <summary>Where the pages and the module do not fit.</summary>
internal static partial class PageChecks
{
    /// <summary>The plain case, and one that is not.</summary>
    private const int FewestExamples = 2;

    public static IEnumerable<string> Find(IReadOnlyList<CmdletInfo> cmdlets, PageFolder pages)
    {
        foreach (var cmdlet in cmdlets.Where(cmdlet => pages.Cmdlets.All(page => page.Name != cmdlet.Name)))
            yield return $"{cmdlet.Name} has no page {cmdlet.Name}.md.";

        foreach (var page in pages.Cmdlets)
        {
            var problems = cmdlets.FirstOrDefault(cmdlet => cmdlet.Name == page.Name) is { } cmdlet
                ? OfParts(page).Concat(OfParameters(page, cmdlet, pages.Shared)).Concat(OutputChecks.Find(page, cmdlet, pages))
                : ["the module has no such cmdlet."];
            foreach (var problem in problems)
                yield return $"{page.FileName}: {problem}";
        }

        var used = cmdlets.SelectMany(ParameterNames).ToHashSet(StringComparer.Ordinal);
        foreach (var name in pages.Shared.Descriptions.Keys.Where(name => !used.Contains(name)))
            yield return $"{pages.Shared.FileName}: describes -{name}, which no cmdlet has.";
    }

    private static IEnumerable<string> OfParts(CmdletPage page)
    {
        if (page.Title != page.Name)
            yield return $"its title is '{page.Title}' and not '{page.Name}'.";
        if (page.Synopsis.Count != 1)
            yield return "SYNOPSIS has to be one paragraph.";
        if (page.Description.Count == 0)
            yield return "DESCRIPTION is missing.";
        if (page.Examples.Count < FewestExamples)
            yield return "there are fewer than two examples.";
        foreach (var example in page.Examples.Where(example => example.Code is null))
            yield return $"'{example.Title}' shows no command.";
        if (page.Inputs.Count == 0)
            yield return "INPUTS is missing; 'None' is for a cmdlet that takes nothing from the pipeline.";
        if (!page.Notes.Any(note => Privilege().IsMatch(note.Text)))
            yield return "NOTES does not say which privilege it takes.";
        if (page.Links.Count == 0)
            yield return "RELATED LINKS is missing.";
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

    [GeneratedRegex(@"\b(root|privilege)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Privilege();
}
