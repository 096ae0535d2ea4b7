namespace PortFirewall;

/// <summary>Whether a rule's own counter rose while somebody connected: the two together are the proof, neither is alone.</summary>
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

    /// <summary>True where a connection that crossed the network was made, and this rule's counter rose.</summary>
    public required bool Confirmed { get; init; }

    /// <summary>What was found and what to do next, as a sentence.</summary>
    public required string Finding { get; init; }

    /// <summary>The family of the rule.</summary>
    public AddressFamily AddressFamily => Rule.AddressFamily;

    /// <summary>The network namespace (<c>ip netns</c>) that the rule is in; null for the host's own.</summary>
    public string? NetworkNamespace => Rule.NetworkNamespace;

    /// <summary>Which iptables keeps the rule.</summary>
    public IptablesBackend? Backend => Rule.Backend;
}
