using System.Diagnostics;

namespace PortFirewall;

/// <summary>What a person would type beside PowerShell, to see or do things without the module.</summary>
internal static class Shell
{
    /// <summary>Runs a command line in <c>sh</c>; returned is what it printed. It must end well.</summary>
    public static string Run(string commandLine)
    {
        var (exitCode, output, errors) = Try(commandLine);
        Assert.True(exitCode == 0, $"'{commandLine}' ended with status {exitCode}: {errors}");
        return output;
    }

    /// <summary>Runs a command line in <c>sh</c>, however it ends.</summary>
    public static (int ExitCode, string Output, string Errors) Try(string commandLine)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", commandLine])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
