namespace PortFirewall;

/// <summary>Locks files against other processes.</summary>
internal static class LockFile
{
    /// <summary>Somebody else has the lock (<c>flock(2)</c>).</summary>
    private const int Eagain = 11;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(2);

    /// <summary>Short beside a change, which takes tens of milliseconds; and who has waited for long is not much behind one who has just come.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(16);

    /// <summary>Locks a file, and waits for whoever has it locked. The lock is let go with the file, or by the kernel when the process ends.</summary>
    /// <param name="path">The file; it is made where it is not there.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The file, or null where the system does not let us have one.</returns>
    /// <exception cref="TimeoutException">Somebody else had it up to the deadline.</exception>
    public static async Task<FileStream?> TakeAsync(string path, DateTime deadline, CancellationToken cancellation)
    {
        // There is no waiting for a lock that can be given up, so it is asked for again and again.
        for (var pause = FirstPause; ; pause = pause * 2 > LongestPause ? LongestPause : pause * 2)
        {
            try
            {
                // FileShare.None is flock(2) here.
                return new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    BufferSize = 0,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
            catch (IOException held) when (held.HResult == Eagain)
            {
                if (DateTime.UtcNow >= deadline)
                    throw new TimeoutException();
                await Task.Delay(pause, cancellation);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // A full disk, or one that can't be written to: there is still a firewall to change.
                return null;
            }
        }
    }
}
