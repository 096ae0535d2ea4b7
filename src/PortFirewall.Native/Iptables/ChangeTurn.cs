namespace PortFirewall;

/// <summary>
/// The turn of one session to change rules. The lock's file keeps a byte while somebody has the turn, and the time when the last
/// one ended: so the next one knows whether what it read before its turn is still so.
/// </summary>
internal sealed class ChangeTurn : IDisposable
{
    private readonly FileStream? _file;
    private readonly IDisposable? _place;

    /// <param name="file">The file of the lock; null where there is none.</param>
    /// <param name="place">The place at the head of the line of this process; null where nobody else is in it.</param>
    public ChangeTurn(FileStream? file, IDisposable? place = null)
    {
        _file = file;
        _place = place;
        // Whoever left the byte behind was killed while changing something; when that ended, nobody knows.
        if (file is { Length: 0 })
            LastEnded = File.GetLastWriteTimeUtc(file.SafeFileHandle);
        if (file is null)
            return;
        try
        {
            file.WriteByte((byte)'*');
        }
        catch (IOException)
        {
            // A full disk has no room for the byte, and the turn is had all the same.
            LastEnded = DateTime.MaxValue;
        }
    }

    /// <summary>When the last turn before this one ended; the end of all time where that is not known.</summary>
    public DateTime LastEnded { get; } = DateTime.MaxValue;

    /// <summary>Lets the next one in; the end of the process does so too, whatever ends it.</summary>
    public void Dispose()
    {
        try
        {
            if (_file is not { CanWrite: true })
                return;
            using (_file)
            {
                _file.SetLength(0);
                // The kernel's own time of a change lags behind by as much as a tick.
                File.SetLastWriteTimeUtc(_file.SafeFileHandle, DateTime.UtcNow);
            }
        }
        finally
        {
            _place?.Dispose();
        }
    }
}
