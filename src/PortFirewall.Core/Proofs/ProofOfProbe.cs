namespace PortFirewall;

/// <summary>What one of the probes that were a rule's to take comes to by itself: of several, one may prove the rule and another have got nowhere.</summary>
/// <param name="Probe">The probe.</param>
/// <param name="IsProved">Whether it proves the rule.</param>
/// <param name="OwnPackets">How many of its own packets were at the rule; null where they can't be told from others.</param>
/// <param name="Finding">What was found, as a sentence or two.</param>
/// <param name="Next">What to do next, as a sentence or two.</param>
internal sealed record ProofOfProbe(PortProbe Probe, bool IsProved, long? OwnPackets, string Finding, string Next)
{
    /// <summary>Whether it connected from elsewhere, and for certain not by way of the rule.</summary>
    public bool IsAnsweredElsewhere => OwnPackets == 0 && Probe is { Reachable: true, CrossesNetwork: true };
}
