namespace PortFirewall.Core.Tests.Models;

/// <summary>One condition of a rule: as iptables writes it, and as a question about one packet.</summary>
/// <param name="Text">The text.</param>
/// <param name="Matches">Whether the packet meets it, given what has become of it on its way; null where only chance knows.</param>
internal sealed record ModelCondition(string Text, Func<Packet, Seen, bool?> Matches)
{
    public static ModelCondition Of(string text, bool negated, Func<Packet, bool> matches)
        => new(negated ? "! " + text : text, (packet, _) => matches(packet) != negated);
}
