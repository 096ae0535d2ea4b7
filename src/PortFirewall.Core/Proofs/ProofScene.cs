namespace PortFirewall;

/// <summary>All that a finding about a rule rests on.</summary>
/// <param name="Rule">The rule, after the probes.</param>
/// <param name="Ruleset">The rule set after the probes.</param>
/// <param name="Delta">By how much its counter rose; 0 where it did not, or was set back.</param>
/// <param name="Account">What was seen at the rule.</param>
/// <param name="Evidence">What was seen of the probe that the finding is about.</param>
/// <param name="Path">The way of that probe's packets by the rules.</param>
internal sealed record ProofScene(IptablesRule Rule, IptablesRuleset Ruleset, ulong Delta, WitnessAccount Account, ProbeEvidence Evidence, ProbePath Path)
{
    public PortProbe Probe => Evidence.Probe;

    /// <summary>By how much all probes that were the rule's to take can have raised its counter.</summary>
    public ulong MostOfProbes { get; init; }

    /// <summary>Whether others raised the counter, and nothing tells whether the probe did.</summary>
    public bool IsLostInOthers => Evidence.Packets is null && Delta > MostOfProbes;

    /// <summary>Whether a connection was made that crossed the network.</summary>
    public bool HasArrived => Probe is { Reachable: true, CrossesNetwork: true };

    /// <summary>Whether the rule itself let the connection in: its own packet was there, or, where that can't be told, its counter rose by no more than probes raise it, and no other rule takes such packets. What a proxy may have taken proves nothing about the service.</summary>
    public bool IsProved => HasArrived && Delta > 0 && Path.Proxy is null && Rule.Target == "ACCEPT" && (Evidence.IsSeen || (Evidence.Packets is null && !IsLostInOthers && Path.MayBeDecidedBy(Rule)));

    /// <summary>Whether some other rule takes the packets ahead of this one, by the rules.</summary>
    public bool IsTakenByAnother => Path.DecidingWay is { } way && way.DecidedBy != Rule.Place && way.Part.AcceptedBy?.DecidedBy != Rule.Place;
}
