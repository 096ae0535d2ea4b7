namespace PortFirewall;

/// <summary>One lock, which sessions have one after the other.</summary>
/// <param name="name">The name of its files.</param>
/// <param name="seconds">How long a session waits for its turn at most.</param>
/// <remarks>
/// The sessions of this process stand in line, so that only the first of them asks for a file: each refusal is an exception, and sixteen that
/// ask all the time take the processor from the one that works. Between processes the first one in line waits for the next turn with a
/// lock of its own (<c>.next</c>): a process of many sessions, which hands the turn on at once, would keep all others out.
/// </remarks>
internal sealed class TurnLock(string name, int seconds)
{
    private readonly WaitingLine _line = new();

    /// <summary>Whether a session of this process has the turn or waits for it.</summary>
    public bool IsTaken => !_line.IsEmpty;

    /// <summary>Waits for the turn.</summary>
    /// <param name="folder">Where the files are; null where there is no such folder, and then only sessions of this process wait for each other.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="FirewallException"><c>ChangeLockTimeout</c>.</exception>
    public async Task<ChangeTurn> AcquireAsync(string? folder, CancellationToken cancellation)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        var file = folder is null ? null : Path.Combine(folder, name + ".lock");
        IDisposable? place = null;
        try
        {
            place = await _line.EnterAsync(TimeSpan.FromSeconds(seconds), cancellation);
            if (file is null)
                return new ChangeTurn(null, place);
            using var next = await LockFile.TakeAsync(Path.ChangeExtension(file, ".next"), deadline, cancellation);
            return new ChangeTurn(await LockFile.TakeAsync(file, deadline, cancellation), place);
        }
        catch (Exception givenUp)
        {
            place?.Dispose();
            if (givenUp is TimeoutException)
                throw ToolErrors.ChangeLockTimeout(file, seconds);
            throw;
        }
    }
}
