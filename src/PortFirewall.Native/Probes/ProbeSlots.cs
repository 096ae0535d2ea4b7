namespace PortFirewall;

/// <summary>Bounds how many sockets are open at a time, over all computers and places of a call.</summary>
internal sealed class ProbeSlots : IDisposable
{
    /// <summary>Well below the usual bound of 1024 open files a process.</summary>
    public const int Most = 512;

    private readonly SemaphoreSlim _free = new(Most);

    /// <summary>Runs <paramref name="work"/> once there is room for it.</summary>
    public async Task RunAsync(Func<Task> work, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            await work();
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}
