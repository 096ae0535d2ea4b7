namespace PortFirewall.Host;

/// <summary>The command line of this program, understood.</summary>
internal sealed record HostArguments
{
    public const string HelpText =
        """
        Runs a script or a command line on the PowerShell engine, without pwsh.

        Usage: PortFirewall.Host [-Module PATH]... [-File] SCRIPT [ARGUMENTS...]
               PortFirewall.Host [-Module PATH]... -Command TEXT...
               PortFirewall.Host [-Module PATH]... -

          -Module PATH   imports a module first: a manifest, an assembly or a folder; may be repeated
          -File SCRIPT   runs a script file; what follows are the script's own arguments
          -Command TEXT  runs a command line; what follows belongs to it
          -              runs the script that comes in on standard input
          --help         prints this text

        Only the engine's own cmdlets are there (ForEach-Object, Where-Object, Import-Module, Get-Help, Out-Default ...),
        not those of pwsh's modules (Select-Object, Write-Host, Get-ChildItem ...).

        Objects are written to standard output; errors, warnings, verbose and debug messages to standard error.
        The exit status is that of pwsh: N for `exit N`, 1 for an error that ends the script and, with -Command, for a last
        command that failed; 64 for a wrong command line; 130, 129 or 143 if Ctrl-C, SIGHUP or SIGTERM stopped it.

        COLUMNS sets the width of tables, NO_COLOR switches colours off.

        """;

    /// <summary>Why the command line can't be used; null where it can.</summary>
    public string? Problem { get; private init; }

    public bool ShowHelp { get; private init; }

    /// <summary>Modules to import before anything runs, in order.</summary>
    public IReadOnlyList<string> Modules { get; private init; } = [];

    /// <summary>The text of <c>-Command</c>.</summary>
    public string? Command { get; private init; }

    /// <summary>The script file of <c>-File</c>.</summary>
    public string? ScriptPath { get; private init; }

    /// <summary>The script's own arguments, as typed.</summary>
    public IReadOnlyList<string> ScriptArguments { get; private init; } = [];

    public bool ReadsScriptFromStandardInput { get; private init; }

    public static HostArguments Parse(IReadOnlyList<string> args)
    {
        var modules = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var rest = args.Skip(i + 1).ToArray();
            switch (args[i].ToUpperInvariant())
            {
                case "-H" or "-?" or "-HELP" or "--HELP":
                    return new HostArguments { ShowHelp = true };
                case "-" when rest.Length > 0:
                    return Wrong("nothing can follow '-', which reads the script from standard input.");
                case "-":
                    return new HostArguments { Modules = modules, ReadsScriptFromStandardInput = true };
                case "-M" or "-MODULE" or "--MODULE" when rest.Length == 0:
                    return Wrong("-Module needs the path of a module.");
                case "-M" or "-MODULE" or "--MODULE":
                    modules.Add(args[++i]);
                    break;
                case "-C" or "-COMMAND" or "--COMMAND":
                    return ForCommand(modules, rest);
                case "-F" or "-FILE" or "--FILE":
                    return ForFile(modules, rest);
                case ['-', ..]:
                    return Wrong($"unknown option '{args[i]}'.");
                default:
                    return ForFile(modules, [args[i], .. rest]);
            }
        }

        return Wrong("there is nothing to run: give a script, -Command or '-'.");
    }

    private static HostArguments ForCommand(List<string> modules, string[] words) => words switch
    {
        [] => Wrong("-Command needs a command line."),
        ["-"] => new HostArguments { Modules = modules, ReadsScriptFromStandardInput = true },
        _ => new HostArguments { Modules = modules, Command = string.Join(' ', words) },
    };

    private static HostArguments ForFile(List<string> modules, string[] words) => words switch
    {
        [] => Wrong("-File needs a script."),
        ["-"] => new HostArguments { Modules = modules, ReadsScriptFromStandardInput = true },
        [var script, ..] when !File.Exists(script) => Wrong($"the script '{script}' does not exist."),
        [var script, .. var rest] => new HostArguments { Modules = modules, ScriptPath = Path.GetFullPath(script), ScriptArguments = rest },
    };

    private static HostArguments Wrong(string problem) => new() { Problem = problem };
}
