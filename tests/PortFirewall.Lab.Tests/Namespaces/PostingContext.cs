namespace PortFirewall;

/// <summary>
/// Sees from which namespaces what waits is queued. The pool grows on the thread that queues, and the kernel gives the new one the
/// namespaces of that thread: it would run the next command there, whoever's it is.
/// </summary>
internal sealed class PostingContext : SynchronizationContext
{
    private readonly HashSet<string> _from = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The namespaces of the calling thread, as <c>proc(5)</c> names them.</summary>
    public static string Namespaces
        => string.Join(' ', new[] { "net", "mnt" }.Select(kind => File.ResolveLinkTarget($"/proc/thread-self/ns/{kind}", returnFinalTarget: false)!.Name));

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
            _from.Add(Namespaces);
        base.Post(d, state);
    }

    /// <summary>Waits for work, and tells from where its end was queued.</summary>
    public static async Task<IReadOnlyCollection<string>> WaitAsync(Func<Task> start)
    {
        var context = new PostingContext();
        // On a worker of its own, whose context this may be.
        await Task.Run(() =>
        {
            SetSynchronizationContext(context);
            try
            {
                return AwaitAsync(start);
            }
            finally
            {
                SetSynchronizationContext(null);
            }
        });
        return context._from;
    }

#pragma warning disable xUnit1030 // Coming back by the context is what is looked at.
    private static async Task AwaitAsync(Func<Task> start) => await start().ConfigureAwait(true);
#pragma warning restore xUnit1030
}
