using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace PortFirewall.Host;

/// <summary>A runspace whose commands write to the console, and which a signal stops.</summary>
internal sealed class EngineSession : IDisposable
{
    private readonly EngineHost _host;
    private readonly Runspace _runspace;
    private readonly CancellationToken _stopping;

    public EngineSession(EngineHost host, CancellationToken stopping)
    {
        _host = host;
        _stopping = stopping;
        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        state.Commands.Remove("Out-Default", type: null);
        state.Commands.Add(new SessionStateCmdletEntry("Out-Default", typeof(OutDefaultCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
    }

    /// <summary>The automatic variable <c>$?</c> after what ran last.</summary>
    public bool LastCommandSucceeded => Invoke(null, _stopping, new Command("$?", isScript: true)) is [{ BaseObject: true }];

    /// <summary>Imports a module by its path or, where there is nothing at that path, by its name.</summary>
    public void ImportModule(string pathOrName) => Run(new Command("Import-Module")
    {
        Parameters =
        {
            { "Name", Path.Exists(pathOrName) ? Path.GetFullPath(pathOrName) : pathOrName },
            { "ErrorAction", ActionPreference.Stop },
        },
    });

    public void RunText(string text)
    {
        // Parsed here because the engine, asked to run what it can't parse, says what is wrong but not where.
        Parser.ParseInput(text, out _, out var errors);
        if (errors.Length > 0)
            throw new ParseException(errors);
        Run(new Command(text, isScript: true, useLocalScope: false));
    }

    public void RunFile(string path, IReadOnlyList<string> arguments)
    {
        var command = new Command(ScriptFile.Define(_runspace, path), isScript: false, useLocalScope: false);
        foreach (var parameter in ScriptArguments.Bind(arguments))
            command.Parameters.Add(parameter);
        Run(command);
    }

    /// <summary>
    /// Shows an error that has ended a script as the errors are shown that do not; also one of a script that was stopped.
    /// </summary>
    public void Report(ErrorRecord error)
    {
        using (_host.WriteEverythingAsErrors())
            Invoke([error], CancellationToken.None, new Command("Out-Default"));
        if (PlaceMissingFrom(error) is { } place)
            _host.UI.WriteErrorLine($"  {place}");
    }

    /// <summary>
    /// An error that leaves a script with <c>[CmdletBinding()]</c> is said to come from the script as a whole. Where it comes
    /// from is in the first line of the trace.
    /// </summary>
    private static string? PlaceMissingFrom(ErrorRecord error)
    {
        var place = error.ScriptStackTrace?.Split('\n')[0];
        return string.IsNullOrEmpty(error.InvocationInfo?.ScriptName) && !string.IsNullOrEmpty(place) && !place.Contains("<No file>")
            ? place
            : null;
    }

    public void Dispose() => _runspace.Dispose();

    /// <summary>Runs a command as the prompt of <c>pwsh</c> does: what it emits is formatted, errors in the order they come.</summary>
    private void Run(Command command)
    {
        command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        Invoke(null, _stopping, command, new Command("Out-Default"));
    }

    private Collection<PSObject> Invoke(object[]? input, CancellationToken stopping, params Command[] commands)
    {
        using var shell = PowerShell.Create(_runspace);
        foreach (var command in commands)
            shell.Commands.AddCommand(command);

        // To stop what has not begun does nothing, so a signal that comes first has to be seen when it begins.
        shell.InvocationStateChanged += (_, change) =>
        {
            if (change.InvocationStateInfo.State == PSInvocationState.Running && stopping.IsCancellationRequested)
                shell.BeginStop(null, null);
        };
        using var stop = stopping.Register(() => shell.BeginStop(null, null));
        stopping.ThrowIfCancellationRequested();
        try
        {
            // The engine keeps $? of what goes to the history only.
            return shell.Invoke(input, new PSInvocationSettings { AddToHistory = true });
        }
        catch (InvalidOperationException) when (stopping.IsCancellationRequested)
        {
            // Stopped in the moment between: the engine refuses to start what is stopping.
            throw new PipelineStoppedException();
        }
    }
}
