using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PortFirewall.Benchmarks;

/// <summary>The built module, and an engine with it.</summary>
internal static class ModuleUnderTest
{
    public static string FindManifest()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var manifest = Path.Combine(folder.FullName, "out", "PortFirewall", "PortFirewall.psd1");
            if (File.Exists(manifest))
                return manifest;
        }
        throw new FileNotFoundException("The module is not built: run './build.sh build' first.");
    }

    public static string Describe() => $"engine {typeof(PSObject).Assembly.GetName().Version}";

    /// <summary>An engine in this process with the module imported.</summary>
    public static Runspace Open(string manifest)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([manifest]);
        state.Commands.Add(new SessionStateCmdletEntry("Test-EmptyPortRule", typeof(EmptyPortRuleCommand), null));
        var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        return runspace;
    }

    /// <summary>Runs a script to its end; an error in it ends the benchmark, as its figure would be worth nothing.</summary>
    public static int Run(Runspace runspace, string script)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(script);
        var output = shell.Invoke();
        if (shell.HadErrors)
            throw new InvalidOperationException(shell.Streams.Error[0].ToString());
        return output.Count;
    }
}
