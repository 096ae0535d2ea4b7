using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PortFirewall;

/// <summary>A PowerShell engine with the built module imported. What is assigned in one run is there in the next.</summary>
internal sealed class Engine : IDisposable
{
    private readonly RecordingHost _host;
    private readonly Runspace _runspace;

    /// <param name="width">The width of the window that tables are drawn for.</param>
    /// <param name="import">Whether the module is imported.</param>
    public Engine(int width = 120, bool import = true)
    {
        _host = new RecordingHost(width);
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        if (import)
            Run($"Import-Module '{BuiltModule.Manifest}' -ErrorAction Stop").Quietly();
    }

    /// <summary>The choice to make where somebody asks; null where nobody is there to choose.</summary>
    public int? Choice
    {
        get => _host.Choice;
        set => _host.Choice = value;
    }

    /// <summary>Whether the window is one that shows colours.</summary>
    public bool HasColours
    {
        get => _host.HasColours;
        set => _host.HasColours = value;
    }

    /// <summary>Gives a variable a value.</summary>
    public void Set(string variable, object? value) => _runspace.SessionStateProxy.SetVariable(variable, value);

    /// <summary>Runs a script to its end.</summary>
    public EngineResult Run(string script) => RunAsync(script).GetAwaiter().GetResult();

    /// <summary>Runs a script and shows what comes out, as the prompt does.</summary>
    public string Show(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false).AddCommand("Out-Default");
        return Invoke(shell).Quietly().HostText;
    }

    /// <summary>Runs a script; a word to <paramref name="stop"/> is Ctrl-C.</summary>
    public Task<EngineResult> RunAsync(string script, CancellationToken stop = default) => Task.Run(() =>
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        using var stopping = stop.Register(() => shell.BeginStop(null, null));
        return Invoke(shell);
    });

    /// <summary>Runs something that asks for the engine of its thread, as the binder of parameters does.</summary>
    public void Within(Action action)
    {
        var before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = _runspace;
        try
        {
            action();
        }
        finally
        {
            Runspace.DefaultRunspace = before;
        }
    }

    public void Dispose() => _runspace.Dispose();

    private static bool IsStopped(PowerShell shell) => shell.InvocationStateInfo.State is PSInvocationState.Stopping or PSInvocationState.Stopped;

    private EngineResult Invoke(PowerShell shell)
    {
        _host.Clear();
        ErrorRecord? last = null;
        var output = new List<PSObject>();
        try
        {
            shell.Invoke(null, output);
        }
        catch (PipelineStoppedException)
        {
            // The state says so too.
        }
        catch (InvalidOperationException) when (IsStopped(shell))
        {
            // On a busy machine the word may come before the script has begun.
        }
        catch (RuntimeException failure)
        {
            last = failure.ErrorRecord;
        }
        return new EngineResult(
            [.. output.Where(o => o is not null)], [.. shell.Streams.Error, .. last is null ? Array.Empty<ErrorRecord>() : [last]],
            [.. shell.Streams.Warning.Select(w => w.Message)], [.. shell.Streams.Verbose.Select(v => v.Message)], _host.Text)
        {
            Stopped = IsStopped(shell),
            Progress = [.. shell.Streams.Progress],
        };
    }

#pragma warning disable CA2255 // A test assembly has no other place to run this once.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prepare()
    {
        // Both before the engine's first type is touched: tests tell nobody about themselves, and leave no files in a home folder.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("PSModuleAnalysisCachePath", "/dev/null");
    }
}
