using PortFirewall.Help;

// The engine is here to be asked about the module; it is to tell nobody that it was.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("PSModuleAnalysisCachePath", "/dev/null");

if (args is not [var module, var pages, var output])
{
    Console.Error.WriteLine(
        """
        Makes Get-Help's files of markdown pages and of a module, from which syntax, types and accepted values come.

        Usage: PortFirewall.Help MODULE PAGES OUTPUT

          MODULE  the manifest of the built module
          PAGES   a folder with VERB-NOUN.md for each cmdlet, about_*.md, and _common.md for parameters that cmdlets share
          OUTPUT  the folder to write to: en-US in the folder of the manifest

        The exit status is 1, and nothing is written, if the pages and the module do not fit.
        """);
    return 64;
}

var problems = HelpBuild.Run(module, pages, output);
foreach (var problem in problems)
    Console.Error.WriteLine($"help: {problem}");
return problems.Count == 0 ? 0 : 1;
