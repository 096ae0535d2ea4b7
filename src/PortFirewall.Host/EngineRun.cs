using System.Globalization;
using System.Management.Automation;

namespace PortFirewall.Host;

/// <summary>One run of this program, from the command line to the exit status.</summary>
internal static class EngineRun
{
    public static int Start(HostArguments arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = new EnglishCulture();

        var foreground = new ForegroundProgram();
        using var signals = new StopSignals(foreground);
        var host = new EngineHost(foreground, signals.Stopping);
        using var session = new EngineSession(host, signals.Stopping);
        var status = Run(arguments, session);
        return signals.Status ?? host.RequestedExitStatus ?? status;
    }

    private static int Run(HostArguments arguments, EngineSession session)
    {
        try
        {
            foreach (var module in arguments.Modules)
                session.ImportModule(module);
            if (arguments.ScriptPath is { } path)
            {
                session.RunFile(path, arguments.ScriptArguments);
                return ExitStatus.Success;
            }

            session.RunText(arguments.Command ?? Console.In.ReadToEnd());
            return session.LastCommandSucceeded ? ExitStatus.Success : ExitStatus.Failure;
        }
        catch (Exception stopped) when (stopped is PipelineStoppedException or OperationCanceledException)
        {
            // Only a signal stops a run, and its status is known.
            return ExitStatus.Failure;
        }
        catch (RuntimeException problem)
        {
            session.Report(problem.ErrorRecord);
            return ExitStatus.Failure;
        }
    }
}
