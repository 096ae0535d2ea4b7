namespace PortFirewall;

/// <summary>
/// Runs work inside a named network namespace. The kernel keeps the namespace per thread, and what a thread opens there (a
/// socket, above all) stays there: so each piece of work gets a thread of its own that enters, works and ends. Such a thread
/// never serves anybody else, as it would carry the namespace along.
/// <para>
/// It must not have others born there either: the kernel gives a new thread the namespaces of the one that starts it
/// (<c>clone(2)</c>), and the thread pool grows on the thread that queues something. So the work is plain and synchronous (no
/// process started, no asynchronous socket, no timer), and what came of it is handed over by <see cref="NamespaceExit"/>.
/// </para>
/// </summary>
internal static class NamespaceThread
{
    private const int Eperm = 1;
    private const int Enoent = 2;

    /// <summary>
    /// Runs <paramref name="work"/> on a new thread in the namespace <paramref name="name"/>; null is the caller's own. Cancelling stops
    /// the waiting, not the work, which is left to end by itself in the background; what it opens then is closed again.
    /// </summary>
    /// <param name="name">The namespace; null for the caller's own.</param>
    /// <param name="work">What to do there.</param>
    /// <param name="purpose">What it does, as the end of the sentence "Privilege is required to …".</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="FirewallException"><c>InvalidNetworkNamespaceName</c>, <c>NetworkNamespaceNotFound</c>, <c>PrivilegeRequired</c>.</exception>
    public static Task<T> RunAsync<T>(string? name, Func<T> work, string purpose, CancellationToken cancellation)
    {
        var exit = NamespaceExit.Open();
        // Continuations run elsewhere: whoever hands over has others to serve.
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => exit.HandOver(Complete(result, name, work, purpose))) { IsBackground = true, Name = "netns:" + name };
        thread.Start();
        return WaitAsync(result.Task, cancellation);
    }

    private static async Task<T> WaitAsync<T>(Task<T> work, CancellationToken cancellation)
    {
        try
        {
            return await work.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            _ = work.ContinueWith(
                late => (late.Result as IDisposable)?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private static Action Complete<T>(TaskCompletionSource<T> result, string? name, Func<T> work, string purpose)
    {
        try
        {
            if (name is not null)
                Enter(name, purpose);
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

    private static void Enter(string name, string purpose)
    {
        NetworkNamespaces.Require(name);
        switch (EnterFile(NetworkNamespaces.PathOf(name)))
        {
            case 0:
                return;
            case Eperm:
                throw ToolErrors.PrivilegeRequired(purpose, name);
            default:
                // Deleted since the check, or a file that a half-made namespace left behind.
                throw ToolErrors.NetworkNamespaceNotFound(name);
        }
    }

    private static int EnterFile(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return NamespaceCalls.SetNetworkNamespace(file);
        }
        catch (FileNotFoundException)
        {
            return Enoent;
        }
        catch (UnauthorizedAccessException)
        {
            return Eperm;
        }
    }
}
