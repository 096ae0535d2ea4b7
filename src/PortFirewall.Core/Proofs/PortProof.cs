namespace PortFirewall;

/// <summary>Whether a rule took a connection that somebody made from elsewhere: the probe and the rule together are the proof, neither is alone.</summary>
public sealed class PortProof
{
    /// <summary>The rule, as it was read after the probes.</summary>
    public required IptablesRule Rule { get; init; }

    /// <summary>The rule's packets before.</summary>
    public required ulong PacketsBefore { get; init; }

    /// <summary>The rule's packets after.</summary>
    public required ulong PacketsAfter { get; init; }

    /// <summary>By how much the rule's packets rose; negative where somebody set the counters back.</summary>
    public long PacketDelta => (long)(PacketsAfter - PacketsBefore);

    /// <summary>By how much the rule's bytes rose.</summary>
    public required long ByteDelta { get; init; }

    /// <summary>The probes that were this rule's to accept: same family, protocol and port.</summary>
    public required PortProbe[] Probe { get; init; }

    /// <summary>
    /// How many of the probes' own packets were at the rule, by where the probes came from; of TCP those that open a connection, as a rule. Null where they
    /// could not be told from the packets of others.
    /// </summary>
    public long? OwnPackets { get; init; }

    /// <summary>By what the probe's packets were told from those of others.</summary>
    public ProofBasis Basis { get; init; }

    /// <summary>
    /// True where a connection that crossed the network was made, and this rule accepted and counted its own packet; or, where that can't be told
    /// (<see cref="Basis"/>), the rule's counter rose, by no more than the probes can have sent, and no other rule takes such packets.
    /// </summary>
    public required bool Confirmed { get; init; }

    /// <summary>What was found and what to do next, as a sentence.</summary>
    public required string Finding { get; init; }

    /// <summary>The same for each of <see cref="Probe"/>; empty for a proof that was made in another process.</summary>
    internal IReadOnlyList<ProofOfProbe> Each { get; init; } = [];

    /// <summary>The same for those of the family that were not the rule's to take.</summary>
    internal IReadOnlyList<ProofOfProbe> NotItsOwn { get; init; } = [];

    /// <summary>What to do next, as a sentence or two; null where no probe was made, and for a proof that was made in another process.</summary>
    internal string? Next { get; init; }

    /// <summary>The family of the rule.</summary>
    public AddressFamily AddressFamily => Rule.AddressFamily;

    /// <summary>The network namespace (<c>ip netns</c>) that the rule is in; null for the host's own.</summary>
    public string? NetworkNamespace => Rule.NetworkNamespace;

    /// <summary>Which iptables keeps the rule.</summary>
    public IptablesBackend? Backend => Rule.Backend;
}
