using PortFirewall.Host;

// Both must be set before the engine's first type is touched. A tool that changes firewalls tells nobody about it, and
// leaves no files behind in the home folder of a user who ran it with sudo.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("PSModuleAnalysisCachePath", "/dev/null");

var arguments = HostArguments.Parse(args);
if (arguments.Problem is { } problem)
{
    Console.Error.WriteLine($"PortFirewall.Host: {problem}\nTry --help.");
    return ExitStatus.Usage;
}

if (arguments.ShowHelp)
{
    Console.Out.Write(HostArguments.HelpText);
    return ExitStatus.Success;
}

return EngineRun.Start(arguments);
