using System.Management.Automation;
using PortFirewall.Help.Maml;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help;

/// <summary>From pages and a module to the files that <c>Get-Help</c> reads.</summary>
internal static class HelpBuild
{
    private const string CommonPage = "_common.md";

    private const string AboutPrefix = "about_";

    /// <summary>Checks the pages against the module and, if they fit, writes the files.</summary>
    /// <returns>What does not fit; nothing is written then.</returns>
    public static IReadOnlyList<string> Run(string manifest, string pagesFolder, string outputFolder)
    {
        var files = Directory.GetFiles(pagesFolder, "*.md").Order(StringComparer.Ordinal).ToArray();
        var abouts = files.Where(file => Path.GetFileName(file).StartsWith(AboutPrefix, StringComparison.Ordinal)).Select(MarkdownPage.Read).ToArray();
        var pages = files.Where(file => Path.GetFileName(file) is var name && name != CommonPage && !name.StartsWith(AboutPrefix, StringComparison.Ordinal))
            .Select(file => new CmdletPage(MarkdownPage.Read(file)))
            .ToArray();
        var common = new SharedParameters(Path.Combine(pagesFolder, CommonPage));

        using var module = new ModuleUnderHelp();
        if (module.Import(manifest) is { } failure)
            return [$"The module can't be imported: {failure}"];
        var problems = PageChecks.Find(module.Cmdlets, pages, common)
            .Concat(LinkChecks.Find(files.Select(MarkdownPage.Read), pagesFolder))
            .ToArray();
        if (problems.Length > 0)
            return problems;

        Directory.CreateDirectory(outputFolder);
        foreach (var cmdlets in module.Cmdlets.GroupBy(cmdlet => cmdlet.ImplementingType.Assembly.GetName().Name))
        {
            // The engine looks for the file of a binary module by the assembly's name, in the culture's folder beside the manifest.
            var maml = new MamlDocument(cmdlets.Select(cmdlet => CommandElement(cmdlet, pages, common)));
            maml.Save(Path.Combine(outputFolder, $"{cmdlets.Key}.dll-Help.xml"));
        }

        foreach (var about in abouts)
            File.WriteAllText(Path.Combine(outputFolder, $"{about.Name}.help.txt"), AboutTopic.Write(about));
        return [];
    }

    private static MamlCommand CommandElement(CmdletInfo cmdlet, CmdletPage[] pages, SharedParameters common) =>
        new(cmdlet, pages.Single(page => page.Name == cmdlet.Name), common);
}
