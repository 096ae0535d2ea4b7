namespace PortFirewall;

/// <summary>Something that a rule asks of packets beyond their fields, such as their mark.</summary>
/// <param name="Text">The question as iptables writes it: the condition, where there is no answer.</param>
/// <param name="Answer">The answer for packets that have all fields right; null where it can't be known, or is not the same for all of them.</param>
internal sealed record PacketQuestion(string Text, Func<PacketClass, bool?> Answer);
