namespace PortFirewall;

/// <summary>The one field by which a rule does not take a probe's packets: with any other value of it they would be the rule's.</summary>
/// <param name="Reason">Why not, as the end of a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
internal sealed record RuleMisfit(string Reason, string Remedy)
{
    /// <summary>Finds the field; null where it is none, or more than one.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="meaning">What it means.</param>
    /// <param name="packets">The first packets of one connection.</param>
    public static RuleMisfit? Find(IptablesRule rule, RuleMeaning meaning, PacketClass packets)
    {
        var any = PacketClass.Any(packets.Family, packets.Protocol);
        if (meaning.Hits(packets) is not null)
            return null;
        if (Takes(packets with { States = any.States }))
        {
            var states = rule.ConnectionState is { } named ? $"in state {string.Join(" or ", named)} only" : "in other states only";
            return new RuleMisfit($"it takes packets {states}, and the first of a connection is in state NEW", "Let the rule take new connections: leave -ConnectionState out, or name NEW.");
        }
        if (Takes(packets with { Sources = any.Sources }))
        {
            return new RuleMisfit(
                $"{First(packets.Sources, packets)} is not in -Source{Value(rule.Source)}",
                "Probe from a place that the rule lets in, or correct -Source.");
        }
        if (Takes(packets with { Destinations = any.Destinations }))
        {
            return new RuleMisfit(
                $"{First(packets.Destinations, packets)} is not in -Destination{Value(rule.Destination)}",
                "Probe an address that the rule is for (-ComputerName), or correct -Destination.");
        }
        return Takes(packets with { InInterfaces = InterfaceSets.All })
            ? new RuleMisfit($"its packets come by another interface than -InInterface{Value(rule.InInterface)}", "Probe from a place whose packets come by that interface, or correct -InInterface.")
            : null;

        bool Takes(PacketClass others) => meaning.Hits(others) is not null;
    }

    private static string First(IntervalSet<UInt128> addresses, PacketClass packets) => AddressSets.ToAddress(addresses.Intervals[0].Low, packets.Family).ToString();

    private static string Value(string? text) => text is null ? "" : $" {text}";
}
