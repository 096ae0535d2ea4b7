using System.Net;

namespace PortFirewall;

/// <summary>The judgement on one attempt.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What that means and what it does not, as a sentence or two.</param>
internal readonly record struct ProbeFinding(ProbeOutcome Outcome, string Detail)
{
    /// <summary>Whether for certain nothing left the place that connects.</summary>
    public bool EndedAtVantage { get; init; }

    /// <summary>Who said no with an ICMP error; null where nobody did, or that is not known.</summary>
    public IPAddress? Refuser { get; init; }
}
