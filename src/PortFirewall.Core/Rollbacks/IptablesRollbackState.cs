namespace PortFirewall;

/// <summary>How far a timed rollback has come.</summary>
public enum IptablesRollbackState
{
    /// <summary>The timer runs: the change is taken back at the deadline unless it is confirmed before.</summary>
    Pending,

    /// <summary>The change is being taken back.</summary>
    Running,

    /// <summary>The change was confirmed in time, and stays.</summary>
    Confirmed,

    /// <summary>The change was taken back.</summary>
    RolledBack,

    /// <summary>The change could not be taken back: the message says why. Undo-IptablesChange tries again.</summary>
    Failed,

    /// <summary>Nobody waits for the deadline any more, as the timer's process was ended by somebody: the change stays until it is undone or confirmed.</summary>
    TimerLost,
}
