using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace PortFirewall;

/// <summary>
/// A thread in a network namespace of its own, without a name: the kernel takes the namespace away as soon as the thread and
/// what was opened there are gone, also when the process is killed.
/// </summary>
internal sealed class TwinThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly NamespaceExit _exit = NamespaceExit.Open();
    private readonly Thread _thread;
    private SafeFileHandle? _namespace;

    private TwinThread(TaskCompletionSource started)
    {
        _thread = new Thread(() => Serve(started)) { IsBackground = true, Name = "twin" };
        _thread.Start();
    }

    /// <summary>The file that stands for the namespace, as long as this process holds it open.</summary>
    public string NamespacePath => $"/proc/{Environment.ProcessId}/fd/{_namespace!.DangerousGetHandle()}";

    /// <summary>Starts such a thread.</summary>
    /// <exception cref="FirewallException"><c>TwinNotMade</c>.</exception>
    public static async Task<TwinThread> StartAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new TwinThread(started);
        await started.Task;
        return thread;
    }

    /// <summary>Runs work on the thread. Cancelling stops the waiting, and the work if it has not begun.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() => _exit.HandOver(Complete(result, work, cancellation)), cancellation);
        return result.Task.WaitAsync(cancellation);
    }

    /// <summary>Lets the thread end once it has done what it is at.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
        _namespace?.Dispose();
    }

    private static Action Complete<T>(TaskCompletionSource<T> result, Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return () => result.SetCanceled(cancellation);
        try
        {
            var outcome = work();
            return () => result.SetResult(outcome);
        }
#pragma warning disable CA1031 // Whatever the work throws belongs to the one who waits for it, not to this thread.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return () => result.SetException(failure);
        }
    }

    private void Serve(TaskCompletionSource started)
    {
        if (NamespaceCalls.UnshareNetwork() is var error and not 0)
        {
            _exit.HandOver(() => started.SetException(TwinErrors.TwinNotMade($"a network namespace could not be made (error {error})", "Run as root with CAP_SYS_ADMIN, outside of a sandbox that forbids namespaces")));
            return;
        }
        _namespace = File.OpenHandle("/proc/thread-self/ns/net", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _exit.HandOver(started.SetResult);
        foreach (var work in _work.GetConsumingEnumerable())
            work();
    }
}
