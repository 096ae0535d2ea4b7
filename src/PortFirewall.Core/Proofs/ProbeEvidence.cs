namespace PortFirewall;

/// <summary>What was seen of one probe at a rule.</summary>
/// <param name="Probe">The probe.</param>
/// <param name="Packets">How many of its own packets; null where they can't be told from others.</param>
/// <param name="Basis">By what they were told.</param>
/// <param name="Reservation">Why not by address and port, as the end of a sentence; null where it was by them.</param>
internal sealed record ProbeEvidence(PortProbe Probe, long? Packets, ProofBasis Basis, string? Reservation)
{
    /// <summary>Whether the probe's own packet was there for certain.</summary>
    public bool IsSeen => Packets > 0;

    /// <summary>Where the probe came from.</summary>
    public string Source => Probe switch
    {
        { LocalAddress: null } => Probe.Vantage,
        { LocalPort: null } => $"{Probe.LocalAddress}",
        _ => $"{Probe.LocalAddress} port {Probe.LocalPort}",
    };
}
