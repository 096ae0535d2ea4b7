using System.Globalization;
using System.Runtime.InteropServices;

namespace PortFirewall.Host;

/// <summary>The program that a script has started and waits for, which writes straight to the terminal.</summary>
/// <remarks>
/// The engine leaves such a program alone when it stops a pipeline: Ctrl-C in a terminal goes to the whole process group, so
/// the program has had it already. A signal that was sent to this process alone has to be passed on, or stopping would wait
/// for the program to end by itself.
/// </remarks>
internal sealed class ForegroundProgram
{
    private int _running;

    public void Began() => Interlocked.Increment(ref _running);

    public void Ended() => Interlocked.Decrement(ref _running);

    /// <summary>The processes that a signal to this process alone has not reached.</summary>
    /// <returns>The program and all that it has started, as a terminal would reach them; none where nothing runs.</returns>
    public IReadOnlyList<int> NotReachedBy(int signalNumber) =>
        _running > 0 && !TerminalHasTold(signalNumber) ? [.. Descendants("self")] : [];

    public static void Send(int signalNumber, IEnumerable<int> processes)
    {
        // One that has ended, or belongs to another user, is none of ours any more.
        foreach (var process in processes)
            _ = Kill(process, signalNumber);
    }

    /// <summary>Ctrl-C reaches the process group that has the terminal, and only that.</summary>
    private static bool TerminalHasTold(int signalNumber)
    {
        const int interrupt = 2;
        const int group = 2;
        const int groupThatHasTheTerminal = 5;

        // proc_pid_stat(5): the name in parentheses may hold anything, the fields after it are numbers.
        var status = File.ReadAllText("/proc/self/stat");
        var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        return signalNumber == interrupt && fields[group] == fields[groupThatHasTheTerminal];
    }

    private static IEnumerable<int> Descendants(string process)
    {
        foreach (var child in Children(process))
        {
            yield return child;
            foreach (var descendant in Descendants(child.ToString(CultureInfo.InvariantCulture)))
                yield return descendant;
        }
    }

    private static IEnumerable<int> Children(string process)
    {
        try
        {
            return
            [
                .. from thread in Directory.EnumerateDirectories($"/proc/{process}/task")
                   from child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                   select int.Parse(child, CultureInfo.InvariantCulture),
            ];
        }
        catch (IOException)
        {
            // The process, or one of its threads, has just ended.
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
