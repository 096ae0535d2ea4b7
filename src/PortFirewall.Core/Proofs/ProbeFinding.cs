namespace PortFirewall;

/// <summary>The judgement on one attempt.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What that means and what it does not, as a sentence or two.</param>
internal readonly record struct ProbeFinding(ProbeOutcome Outcome, string Detail);
