using PortFirewall.Help.Maml;
using PortFirewall.Help.Pages;

namespace PortFirewall.Help;

/// <summary>From pages and a module to the files that <c>Get-Help</c> reads.</summary>
internal static class HelpBuild
{
    /// <summary>Checks the pages against the module and, if they fit, writes the files.</summary>
    /// <returns>What does not fit; nothing is written then.</returns>
    public static IReadOnlyList<string> Run(string manifest, string pagesPath, string outputPath)
    {
        var pages = new PageFolder(pagesPath);
        using var module = new ModuleUnderHelp();
        if (module.Import(manifest) is { } failure)
            return [$"The module can't be imported: {failure}"];
        if (PageChecks.Find(module.Cmdlets, pages).Concat(LinkChecks.Find(pages.All)).ToArray() is { Length: > 0 } problems)
            return problems;

        Directory.CreateDirectory(outputPath);
        foreach (var cmdlets in module.Cmdlets.GroupBy(cmdlet => cmdlet.ImplementingType.Assembly.GetName().Name))
        {
            // The engine looks for the file of a binary module by the assembly's name, in the culture's folder beside the manifest.
            var commands =
                from cmdlet in cmdlets
                join page in pages.Cmdlets on cmdlet.Name equals page.Name
                select new MamlCommand(cmdlet, page, pages.Shared);
            new MamlDocument(commands).Save(Path.Combine(outputPath, $"{cmdlets.Key}.dll-Help.xml"));
        }

        foreach (var about in pages.Abouts)
            File.WriteAllText(Path.Combine(outputPath, $"{about.Name}.help.txt"), AboutTopic.Write(about));
        return [];
    }
}
