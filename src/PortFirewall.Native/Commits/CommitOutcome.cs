namespace PortFirewall;

/// <summary>What became of one of several changes.</summary>
/// <param name="Make">How the call ended that was to make it; null where it was never made, as one before it failed.</param>
/// <param name="TakeBack">How the call ended that took it back; null where that was not called for.</param>
internal sealed record CommitOutcome(NativeResult? Make, NativeResult? TakeBack)
{
    /// <summary>Whether the change is there now, as far as the tools tell.</summary>
    public bool IsMade => Make is { ExitCode: 0 } && TakeBack is not { ExitCode: 0 };

    /// <summary>Whether the call that was to make it failed.</summary>
    public bool HasFailed => Make is { ExitCode: not 0 };

    /// <summary>Whether it had to be stopped: what <c>timeout(1)</c> ends with where it sent SIGTERM, or SIGKILL.</summary>
    public bool WasStopped => Make is { ExitCode: 124 or 137 };
}
