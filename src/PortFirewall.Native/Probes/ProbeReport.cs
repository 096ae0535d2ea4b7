namespace PortFirewall;

/// <summary>What a prober hands over: one of the two.</summary>
/// <param name="Probe">A result.</param>
/// <param name="Failure">Why a place can't be used.</param>
internal readonly record struct ProbeReport(PortProbe? Probe, FirewallException? Failure);
