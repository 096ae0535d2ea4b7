namespace PortFirewall.Core.Tests.Models;

/// <summary>What became of one packet, and who decided it; the rule is null for a policy.</summary>
internal sealed record Decision(PortVerdict Verdict, string Place, ModelRule? Rule);
