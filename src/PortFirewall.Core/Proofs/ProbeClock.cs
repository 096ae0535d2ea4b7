namespace PortFirewall;

/// <summary>Whose clock tells when a probe was made. That of another machine may be wrong by any time.</summary>
internal static class ProbeClock
{
    /// <summary>Whether it was the clock of this machine.</summary>
    public static bool IsOurs(PortProbe probe)
        => probe.StartedAt is not null && (probe.Vantage == HostVantage.Name || probe.Vantage.StartsWith("netns:", StringComparison.Ordinal));

    /// <summary>Whether a probe may have been made since, for all that the clocks tell.</summary>
    public static bool MayBeSince(PortProbe probe, DateTimeOffset moment) => !IsOurs(probe) || probe.StartedAt >= moment;
}
