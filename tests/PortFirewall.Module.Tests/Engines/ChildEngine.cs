namespace PortFirewall;

/// <summary>An engine in a process of its own, which can be given less than the tests have: fewer tools, less privilege.</summary>
internal static class ChildEngine
{
    /// <summary>As a user who is nobody, who may read every file but administer nothing, and whom <c>sudo</c> does not help.</summary>
    public const string AsNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search";

    /// <summary>Runs a script.</summary>
    /// <param name="script">The script; the module is not imported.</param>
    /// <param name="prefix">What to type ahead of the engine.</param>
    /// <param name="setup">Commands of <c>sh</c> to run first, in a mount namespace that only this process sees.</param>
    public static (int ExitCode, string Output, string Errors) Run(string script, string prefix = "", string setup = ":")
    {
        using var folder = new ScratchFolder();
        return Shell.Try($"export HOME={folder.Path} NO_COLOR=1 COLUMNS=120; {CommandLine(script, folder, prefix, setup)}");
    }

    /// <summary>The command that runs a script, whose file is put into a folder.</summary>
    public static string CommandLine(string script, ScratchFolder folder, string prefix, string setup)
    {
        var file = Path.Combine(folder.Path, "script.ps1");
        File.WriteAllText(file, script);
        File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";
        return $"unshare --mount sh -c '{setup} && exec {prefix} {dotnet} {BuiltModule.HostProgram} -File {file}'";
    }

    /// <summary>Runs a script with the module imported, in which each line of <c>Tell { … }</c> prints what came out, or the id of the error.</summary>
    public static string Tell(string script, string prefix = "", string setup = ":")
    {
        var (_, output, errors) = Run(
            $$"""
            Import-Module '{{BuiltModule.Manifest}}' -ErrorAction Stop
            function Tell([scriptblock] $Command) {
                try { . $Command 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { "! $($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category) $($_.TargetObject)" } else { "$_" } } }
                catch { "!! $($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category) $($_.TargetObject)" }
            }
            {{script}}
            """,
            prefix, setup);
        Assert.True(errors.Length == 0, errors);
        return output.TrimEnd('\n');
    }
}
