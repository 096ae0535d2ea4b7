namespace PortFirewall;

/// <summary>By what a proof tells whether it was the probe that the rule counted, or anybody else.</summary>
public enum ProofBasis
{
    /// <summary>Not at all: the rule's counter rose or did not, whoever's packets they were.</summary>
    Counter,

    /// <summary>By the address that the probe came from and the time, as its vantage does not tell the port; or by all but the address that was probed, where that is none of the host's.</summary>
    SourceAddress,

    /// <summary>By its own packets, seen at the very rule, with the address and the port that the probe came from and those that it went to, or that the rules make of these.</summary>
    OwnPackets,
}
