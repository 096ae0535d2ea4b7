namespace PortFirewall;

/// <summary>The line in which sessions of one process wait, in the order in which they came.</summary>
internal sealed class WaitingLine
{
    private Task _last = Task.CompletedTask;

    /// <summary>Whether nobody is in it.</summary>
    public bool IsEmpty => Volatile.Read(ref _last).IsCompleted;

    /// <summary>Waits until everybody who came before has left.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The place at the head of the line; to dispose of it is to leave.</returns>
    /// <exception cref="TimeoutException">It took longer; the place is given up.</exception>
    public async Task<IDisposable> EnterAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var place = new Place();
        var ahead = Interlocked.Exchange(ref _last, place.Left);
        try
        {
            await ahead.WaitAsync(patience, cancellation);
        }
        catch
        {
            // Whoever stands behind waits for those ahead all the same.
            _ = ahead.ContinueWith(_ => place.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
        return place;
    }

    private sealed class Place : IDisposable
    {
        // The next one goes on by itself, and not inside whoever leaves.
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Left => _left.Task;

        public void Dispose() => _left.TrySetResult();
    }
}
