namespace PortFirewall;

/// <summary>A change of rules that is taken back by a timer of its own unless somebody confirms it first.</summary>
public sealed class IptablesRollback
{
    /// <summary>Its name: eight hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>How far it has come.</summary>
    public required IptablesRollbackState State { get; init; }

    /// <summary>The cmdlet that made the change.</summary>
    public required string Command { get; init; }

    /// <summary>What was changed: each with family, table, chain and rule; the first hundred of each family.</summary>
    public required string[] Change { get; init; }

    /// <summary>When the timer was started, which is right before the change, in local time.</summary>
    public required DateTimeOffset Armed { get; init; }

    /// <summary>When the change is taken back, in local time. The timer counts seconds, and does not care whether somebody sets the clock.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>How many seconds are left; 0 where it is not pending any more.</summary>
    public required double RemainingSeconds { get; init; }

    /// <summary>When it was confirmed, or had been taken back; null while neither has happened.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>What came of it, as a sentence; null where there is nothing to say.</summary>
    public string? Message { get; init; }

    /// <summary>The process of the timer; null where it has ended.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The unit of systemd that runs the timer; null where it is a process in a session of its own.</summary>
    public string? Unit { get; init; }

    /// <summary>The families that were changed.</summary>
    public required AddressFamily[] AddressFamily { get; init; }

    /// <summary>The backend that was asked for; null for the host's default.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) whose rules were changed; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The network namespace as the kernel names it, so that one without a name is told from another.</summary>
    internal string Identity { get; init; } = "";

    /// <summary>Whether it may still be confirmed or taken back.</summary>
    internal bool IsOpen => State is IptablesRollbackState.Pending or IptablesRollbackState.TimerLost or IptablesRollbackState.Running;

    /// <summary>Its name and how far it has come.</summary>
    public override string ToString() => $"{Id} {State}";
}
