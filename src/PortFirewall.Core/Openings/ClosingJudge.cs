namespace PortFirewall;

/// <summary>
/// Judges whether a port is closed. Silence alone shows nothing: a place that never got through hears nothing either. So what
/// counts is the difference between before and after, for the same place and address.
/// </summary>
internal static class ClosingJudge
{
    /// <summary>Whether a probe, made while the rule is still there, shows that packets from that place reach this host.</summary>
    public static bool GotThere(PortProbe before)
        => before is { CrossesNetwork: true, Outcome: ProbeOutcome.Open or ProbeOutcome.Replied or ProbeOutcome.Refused };

    /// <summary>Whether some of the packets get in.</summary>
    public static bool LetsSomeIn(PortPath path) => path.Segments.Any(s => s.Verdict == PortVerdict.Accept);

    /// <summary>Why the port is not proved closed; null where it is.</summary>
    public static FirewallException? FindFault(OpeningDraft draft)
    {
        foreach (var family in draft.Families)
        {
            var probes = draft.Probes.Where(p => (p.AddressFamily ?? family) == family).ToList();
            if (probes.Count == 0)
                return OpeningErrors.NotProbed(draft.Port, family);
            if (probes.Find(p => p.Reachable) is { } answered)
                return OpeningErrors.StillReached(answered);
            if (probes.Find(p => !IsStopped(p, draft)) is { } doubtful)
                return OpeningErrors.ClosingNotProved(doubtful);
            if (probes.Find(p => p.Outcome == ProbeOutcome.Refused && IsAsBefore(p, draft)) is { } same)
                return OpeningErrors.ClosingNotProved(same, isAsBefore: true);
        }
        return null;
    }

    /// <summary>A service that is down refuses as a rule does that rejects; so may somebody on the way, whom the rule made no difference to.</summary>
    private static bool IsAsBefore(PortProbe probe, OpeningDraft draft)
        => draft.ProbesBefore.Any(before => before.Outcome == probe.Outcome && before.Port == probe.Port && before.Vantage == probe.Vantage && Equals(before.RemoteAddress, probe.RemoteAddress));

    /// <summary>Whether the outcome is what a firewall makes of packets, and not what a missing service or a missing way does.</summary>
    private static bool IsStopped(PortProbe probe, OpeningDraft draft) => probe.Outcome switch
    {
        ProbeOutcome.TimedOut or ProbeOutcome.Prohibited or ProbeOutcome.NoReply => true,
        // REJECT may answer as a closed port does, or as a router does; by the rules it can be told.
        ProbeOutcome.Refused or ProbeOutcome.Unreachable => draft.Paths.Any(p => p.AddressFamily == probe.AddressFamily && p.Segments.Any(s => s.Verdict == PortVerdict.Reject)),
        _ => false,
    };
}
