namespace PortFirewall;

/// <summary>Packets that a rule takes.</summary>
/// <param name="Packets">The packets.</param>
/// <param name="Conditions">What it hangs on besides their fields; empty where it is certain.</param>
internal readonly record struct RuleHit(PacketClass Packets, IReadOnlyList<string> Conditions);
