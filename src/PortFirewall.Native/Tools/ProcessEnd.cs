using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>
/// Does something before the process ends: by itself, or because it is told to. From .NET 10 on the runtime no longer turns
/// SIGTERM and SIGHUP (a closed terminal) into an ordinary end, so they are watched here.
/// </summary>
internal static class ProcessEnd
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly object Gate = new();
    private static readonly HashSet<Func<Task>> Works = [];
    private static PosixSignalRegistration[] _signals = [];

    /// <summary>Whether the process is about to end.</summary>
    public static bool HasBegun { get; private set; }

    /// <summary>Runs <paramref name="work"/> at the end, beside what else is to be done and for a bounded time. Watching for the same work twice is watching once.</summary>
    public static void Watch(Func<Task> work)
    {
        lock (Gate)
        {
            Works.Add(work);
            if (_signals.Length > 0)
                return;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Run();
            // What the signal does otherwise stays as it is; ending the process, as a rule.
            _signals = [
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Run()),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Run()),
            ];
        }
    }

    /// <summary>The work has been done, and is not to be done at the end.</summary>
    public static void Forget(Func<Task> work)
    {
        lock (Gate)
            Works.Remove(work);
    }

    private static void Run()
    {
        HasBegun = true;
        Func<Task>[] works;
        lock (Gate)
            works = [.. Works];
        try
        {
            // Not on this thread, on which the runtime may be waiting for the children that the work starts.
            Task.Run(() => Task.WhenAll(works.Select(work => work()))).Wait(Longest);
        }
        catch (AggregateException)
        {
            // Nobody is left to be told.
        }
    }
}
