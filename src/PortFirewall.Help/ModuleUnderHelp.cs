using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PortFirewall.Help;

/// <summary>The built module in an engine, which knows its cmdlets as a user's engine does.</summary>
internal sealed class ModuleUnderHelp : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleUnderHelp()
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
    }

    /// <summary>By name; none before the module is imported.</summary>
    public IReadOnlyList<CmdletInfo> Cmdlets { get; private set; } = [];

    /// <summary>Imports the module.</summary>
    /// <returns>Why it can't be imported; null if it is.</returns>
    public string? Import(string manifest)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Import-Module")
            .AddParameter("Name", Path.GetFullPath(manifest))
            .AddParameter("PassThru")
            .AddParameter("ErrorAction", ActionPreference.Stop);
        try
        {
            var module = shell.Invoke<PSModuleInfo>().Single();
            Cmdlets = [.. module.ExportedCmdlets.Values.OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
            return null;
        }
        catch (RuntimeException problem)
        {
            return problem.Message;
        }
    }

    public void Dispose() => _runspace.Dispose();
}
