using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PortFirewall.Help;

/// <summary>The built module in an engine, which knows its cmdlets as a user's engine does.</summary>
internal sealed class ModuleUnderHelp : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Imports the module.</summary>
    /// <exception cref="RuntimeException">It can't be imported.</exception>
    public ModuleUnderHelp(string manifest)
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Import-Module")
            .AddParameter("Name", Path.GetFullPath(manifest))
            .AddParameter("PassThru")
            .AddParameter("ErrorAction", ActionPreference.Stop);
        var module = shell.Invoke<PSModuleInfo>().Single();
        Cmdlets = [.. module.ExportedCmdlets.Values.OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    public IReadOnlyList<CmdletInfo> Cmdlets { get; }

    public void Dispose() => _runspace.Dispose();
}
