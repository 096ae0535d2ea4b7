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

    public void PassOn(int signalNumber)
    {
        if (_running > 0 && !TerminalHasTold(signalNumber))
        {
            foreach (var child in Children())
                _ = Kill(child, signalNumber);
        }
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

    private static IEnumerable<int> Children() =>
        from thread in Directory.EnumerateDirectories("/proc/self/task")
        let list = Path.Combine(thread, "children")
        where File.Exists(list)
        from child in File.ReadAllText(list).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select int.Parse(child, CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
