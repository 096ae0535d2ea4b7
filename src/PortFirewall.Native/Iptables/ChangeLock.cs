namespace PortFirewall;

/// <summary>
/// Lets the sessions of one user change rules one after the other, from reading to proving: two that add the same rule at
/// once would each find it missing. The xtables lock can't do that, as each native tool takes it for itself; and programs that
/// know nothing of this lock are noticed by reading back.
/// </summary>
internal static class ChangeLock
{
    private const string ChangeFile = "portfirewall-change.lock";
    private const string OpeningFile = "portfirewall-opening.lock";
    private const int MaximumSeconds = 30;
    private const int MaximumOpeningSeconds = 120;

    /// <summary>Somebody else has the lock (<c>flock(2)</c>).</summary>
    private const int Eagain = 11;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits for the turn.</summary>
    /// <exception cref="FirewallException"><c>ChangeLockTimeout</c>.</exception>
    public static Task<ChangeTurn> AcquireAsync(CancellationToken cancellation) => AcquireAsync(ChangeFile, MaximumSeconds, cancellation);

    /// <summary>
    /// Waits for the turn to open or close ports, from the change to its proof: whoever takes back a rule that could not be
    /// proved must not take it from somebody who has just found it there. Others may change rules meanwhile.
    /// </summary>
    /// <inheritdoc cref="AcquireAsync(CancellationToken)"/>
    public static Task<ChangeTurn> AcquireOpeningAsync(CancellationToken cancellation) => AcquireAsync(OpeningFile, MaximumOpeningSeconds, cancellation);

    private static async Task<ChangeTurn> AcquireAsync(string name, int seconds, CancellationToken cancellation)
    {
        if (FindFile(name) is not { } file)
            return new ChangeTurn(null);
        for (var deadline = DateTime.UtcNow.AddSeconds(seconds); ;)
        {
            try
            {
                // FileShare.None is flock(2) here, which the kernel lets go when the process ends.
                return new ChangeTurn(new FileStream(file, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    BufferSize = 0,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }));
            }
            catch (IOException held) when (held.HResult == Eagain)
            {
                if (DateTime.UtcNow >= deadline)
                    throw ToolErrors.ChangeLockTimeout(file, seconds);
                await Task.Delay(Pause, cancellation);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // A full disk, or one that can't be written to: there is still a firewall to change.
                return new ChangeTurn(null);
            }
        }
    }

    /// <summary>A file in a folder that only this user can write to; null where there is no such folder, and then no lock.</summary>
    private static string? FindFile(string name)
    {
        try
        {
            var folder = Environment.IsPrivilegedProcess ? "/run/portfirewall" : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            if (string.IsNullOrEmpty(folder))
                return null;
            if (Environment.IsPrivilegedProcess)
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return Directory.Exists(folder) ? Path.Combine(folder, name) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A system without /run that can be written to still has a firewall to change.
            return null;
        }
    }
}
