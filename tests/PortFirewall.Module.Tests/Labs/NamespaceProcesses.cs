using System.Diagnostics;

namespace PortFirewall;

/// <summary>The processes in network namespaces, as <c>/proc</c> tells.</summary>
internal static class NamespaceProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>The file that stands for a namespace, as processes in it have it.</summary>
    public static string IdOf(string name) => $"net:[{Shell.Run($"stat -L -c %i /run/netns/{name}").Trim()}]";

    /// <summary>The processes in each of the namespaces.</summary>
    public static ILookup<string, int> In(IReadOnlyCollection<string> ids)
        => Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var process) ? process : 0).Where(p => p > 0)
            .Select(p => (Process: p, Namespace: NamespaceOf(p))).Where(p => ids.Contains(p.Namespace)).ToLookup(p => p.Namespace, p => p.Process);

    /// <summary>Waits until none is left in the namespaces but those that were there before.</summary>
    public static void WaitUntilOnly(IReadOnlyCollection<string> ids, IReadOnlySet<int> before)
    {
        for (var clock = Stopwatch.StartNew(); In(ids).SelectMany(p => p).Except(before).ToList() is { Count: > 0 } left; Thread.Sleep(5))
            Assert.True(clock.Elapsed < Patience, string.Join('\n', left.Select(p => Shell.Try($"grep State: /proc/{p}/status; ls -l /proc/{p}/fd; tr '\\0' ' ' < /proc/{p}/cmdline").Output)));
    }

    /// <summary>Whether a program is at work in one of the namespaces that may change rules: what hands a change over, or a tool.</summary>
    public static bool IsAnyChangingRules(IReadOnlyCollection<string> ids)
        => In(ids).SelectMany(p => p).Any(p => CommandLineOf(p) is var words && (words.Contains("portfirewall-commit", StringComparison.Ordinal)
            || (words.Contains("-restore", StringComparison.Ordinal) && !words.Contains("--test", StringComparison.Ordinal))));

    private static string CommandLineOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string NamespaceOf(int process)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{process}/ns/net", returnFinalTarget: false) is { } target ? Path.GetFileName(target.FullName) : "";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is nobody that we could have started.
            return "";
        }
    }
}
