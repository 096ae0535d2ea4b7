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

    /// <summary>The backend whose rules were changed; null where that is one for IPv4 and another for IPv6.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) whose rules were changed; null for the host's own, or one without a name.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The network namespace as the kernel names it, so that one without a name is told from another.</summary>
    internal string Identity { get; init; } = "";

    /// <summary>The names that lead to that network namespace now; to another one, where the kernel has given its number away since.</summary>
    internal IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>When it was armed, in hundredths of a second since the machine was started; no two are alike.</summary>
    internal double Sequence { get; init; }

    /// <summary>Whether it is of the network namespace that the kernel names so.</summary>
    internal bool IsOf(string identity) => Identity == identity && (NetworkNamespace is null || Names.Contains(NetworkNamespace, StringComparer.Ordinal));

    /// <summary>Whether it is of the network namespace of this name, whatever name it was made by.</summary>
    internal bool IsIn(string name) => NetworkNamespace == name || (Names.Contains(name, StringComparer.Ordinal) && IsOf(Identity));

    /// <summary>Whether it may still be confirmed or taken back.</summary>
    internal bool IsOpen => State is IptablesRollbackState.Pending or IptablesRollbackState.TimerLost or IptablesRollbackState.Running;

    /// <summary>Its name and how far it has come.</summary>
    public override string ToString() => $"{Id} {State}";
}
