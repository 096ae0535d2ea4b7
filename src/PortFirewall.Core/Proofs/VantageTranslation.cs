using System.Net;

namespace PortFirewall;

/// <summary>What the NAT of the vantage itself makes of a probe's destination, before the packets leave.</summary>
/// <param name="Target">Where they go instead.</param>
/// <param name="IsOwn">Whether that is an address of the vantage itself: then they never leave.</param>
internal sealed record VantageTranslation(IPEndPoint Target, bool IsOwn)
{
    /// <summary>What nothing could be asked for, as it was never sent there.</summary>
    public ProbeFinding Instead(IPAddress remote, int port) => new(ProbeOutcome.Redirected,
        $"The vantage's own nat OUTPUT sends it to {Target}, an address of the vantage itself: nothing left the vantage, and {remote} port {port} was never asked.") { EndedAtVantage = true };

    /// <summary>The finding, and whom it is about.</summary>
    public ProbeFinding Named(ProbeFinding finding) => finding with { Detail = $"{finding.Detail} The vantage's own nat OUTPUT sends it to {Target}, so that is what this tells of." };
}
