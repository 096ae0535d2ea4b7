namespace PortFirewall.Core.Tests.Models;

/// <summary>What became of one packet, who decided it, and the jumps that led there; the rule is null for a policy.</summary>
internal sealed record Decision(PortVerdict Verdict, string Place, ModelRule? Rule, string Via = "")
{
    /// <summary>The rule that decided, and those that sent the packet there.</summary>
    public IEnumerable<string> Places => Via.Split(' ').Append(Place);
}
