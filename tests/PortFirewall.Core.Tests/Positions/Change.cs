using PortFirewall.Core.Tests.Models;

namespace PortFirewall.Core.Tests.Positions;

/// <summary>A rule set before and after a planned rule went in.</summary>
internal sealed record Change(ModelRuleset Before, ModelRuleset After, PlannedRule Plan, Packet[] Samples)
{
    /// <summary>The place of the rule that went in.</summary>
    public string Place => $"{Plan.Position!.Chain}:{Plan.Number}";

    public IEnumerable<string> StillBlocked => Plan.Position!.StillBlocked.Select(r => r.Place);

    /// <summary>Whether a packet was decided before it came to where the rule went in: one rule may be reached from both sides of it.</summary>
    public bool WasAhead(Decision decision)
        => decision.Places.Where(p => p.StartsWith(Plan.Position!.Chain + ":", StringComparison.Ordinal)).All(p => int.Parse(p[(p.IndexOf(':') + 1)..]) < Plan.Number);

    /// <summary>Whether the packet is a first one from another host to this one that the rule is for.</summary>
    public bool IsAskedAbout(Packet packet)
        => packet.InInterface != "lo" && packet.State == ConnectionStates.New && World.IPv4.Own.ContainsValue(packet.Destination) && IsAskedAbout(Plan.Rule, packet);

    /// <summary>Whether the rule matches the packet, field by field.</summary>
    public static bool IsAskedAbout(PortRule rule, Packet packet)
        => packet.Protocol == (rule.Protocol == "tcp" ? 6 : 17) && packet.DestinationPort >= rule.Port.Low && packet.DestinationPort <= rule.Port.High
            && (rule.Source is null || (rule.Source == "10.1.0.0/16" ? packet.Source >> 16 == 0x0A01 : packet.Source >> 31 == 1))
            && (rule.InInterface is null || (rule.InInterface == "eth0" ? packet.InInterface == "eth0" : packet.InInterface.StartsWith("eth", StringComparison.Ordinal)))
            && (rule.ConnectionStates.Count == 0 || packet.State == ConnectionStates.New);
}
