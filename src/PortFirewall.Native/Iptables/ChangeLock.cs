namespace PortFirewall;

/// <summary>
/// Lets the sessions of one user change rules one after the other, from reading to proving: two that add the same rule at
/// once would each find it missing. The xtables lock can't do that, as each native tool takes it for itself; and programs that
/// know nothing of this lock are noticed by reading back.
/// </summary>
internal static class ChangeLock
{
    private static readonly TurnLock Change = new("portfirewall-change", 30);
    private static readonly TurnLock Opening = new("portfirewall-opening", 120);

    /// <summary>Whether a session of this process changes rules or waits for its turn: what is read now is out of date when the next turn comes.</summary>
    public static bool IsTaken => Change.IsTaken;

    /// <summary>Waits for the turn.</summary>
    /// <exception cref="FirewallException"><c>ChangeLockTimeout</c>.</exception>
    public static Task<ChangeTurn> AcquireAsync(CancellationToken cancellation) => Change.AcquireAsync(FindFolder(), cancellation);

    /// <summary>
    /// Waits for the turn to open or close ports, from the change to its proof: whoever takes back a rule that could not be
    /// proved must not take it from somebody who has just found it there. Others may change rules meanwhile.
    /// </summary>
    /// <inheritdoc cref="AcquireAsync(CancellationToken)"/>
    public static Task<ChangeTurn> AcquireOpeningAsync(CancellationToken cancellation) => Opening.AcquireAsync(FindFolder(), cancellation);

    /// <summary>A folder that only this user can write to; null where there is none.</summary>
    private static string? FindFolder()
    {
        try
        {
            if (!Environment.IsPrivilegedProcess)
                return Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
            return Directory.CreateDirectory("/run/portfirewall", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A system without /run that can be written to still has a firewall to change.
            return null;
        }
    }
}
