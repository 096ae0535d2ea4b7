namespace PortFirewall;

/// <summary>The packets that a rule to be added is for, and the rules that they are taken through.</summary>
internal static class RuleQuestion
{
    /// <summary>Packets to this host, whatever their destination: a rule may be for an address that the host has only at times.</summary>
    public static (IptablesRuleset Ruleset, PacketClass Packets) Of(IptablesRuleset ruleset, PacketClass packets)
    {
        var asked = PortPathAnalysis.OnlyToThisHost(packets, ruleset.Facts);
        return Routing.OwnDestinations(packets.Family, ruleset.Facts) is not { } own || asked.Destinations.IsSubsetOf(own) ? (ruleset, asked)
            : (ruleset.With(ruleset.Facts with { Destinations = null }), packets);
    }
}
