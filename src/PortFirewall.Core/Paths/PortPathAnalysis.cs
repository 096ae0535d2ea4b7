namespace PortFirewall;

/// <summary>Answers what becomes of packets, as users see the answer.</summary>
internal static class PortPathAnalysis
{
    public static PortPath Analyze(IptablesRuleset ruleset, PacketClass packets, string protocol)
        => Report(ruleset, packets, protocol, PartsOf(ruleset, packets), PathBasis.Analysis);

    /// <summary>The parts of the packets asked about, each with what becomes of it.</summary>
    public static List<DecidedPart> PartsOf(IptablesRuleset ruleset, PacketClass packets)
        => PathPartition.Of(InboundPath.Walk(AsReached(ruleset, packets), OnlyToThisHost(packets, ruleset.Facts)));

    /// <summary>The parts with their verdicts, wherever these come from, as one answer.</summary>
    public static PortPath Report(IptablesRuleset ruleset, PacketClass packets, string protocol, List<DecidedPart> parts, PathBasis basis)
    {
        var isAnywhere = packets.Destinations.Equals(AddressSets.All(packets.Family));
        packets = OnlyToThisHost(packets, ruleset.Facts);
        var verdicts = parts.Select(p => p.Verdict).Distinct().ToList();
        var rules = parts.Select(p => p.Rule).Distinct().ToList();
        return new PortPath
        {
            AddressFamily = ruleset.AddressFamily,
            Protocol = protocol,
            Port = PortSets.Describe(packets.DestinationPorts) ?? "0:65535",
            Verdict = verdicts switch
            {
                [var one] => one,
                _ when verdicts.Contains(PortVerdict.Unknown) => PortVerdict.Unknown,
                _ => PortVerdict.Mixed,
            },
            DecidedBy = string.Join(", ", parts.SelectMany(p => p.Deciders).Distinct(StringComparer.Ordinal)),
            Rule = rules.Count == 1 ? rules[0] : null,
            Segments = parts.ConvertAll(part => Describe(part, packets, isAnywhere)),
            Basis = basis,
            NetworkNamespace = ruleset.NetworkNamespace,
            Ruleset = ruleset,
        };
    }

    /// <summary>Without a destination, the question is about this host's own: where its addresses are known, packets to others are none of it.</summary>
    public static PacketClass OnlyToThisHost(PacketClass packets, HostFacts facts, bool isOnePacket = false)
    {
        if (!packets.Destinations.Equals(AddressSets.All(packets.Family)) || CannotBeReached(packets, facts))
            return packets;
        var own = isOnePacket || ProtocolNumbers.IsOfConnections(packets.Protocol) ? facts.AddressesOf(LocalDestinationKind.Local) : Routing.OwnDestinations(packets.Family, facts);
        // No packet from outside comes in for the loopback network (net/ipv4/route.c, ip_route_input_slow; net/ipv6/ip6_input.c).
        if (!packets.InInterfaces.Overlaps(InterfaceSets.Loopback))
            own = own?.Except(Routing.Loopback(packets.Family));
        return own is { IsEmpty: false } ? packets with { Destinations = own } : packets;
    }

    /// <summary>
    /// The rule set as packets from outside to no address in particular would find it. A host that has none but those of <c>lo</c>
    /// gets no such packets: what is asked about is an address that it may yet be given, and then its own.
    /// </summary>
    public static IptablesRuleset AsReached(IptablesRuleset ruleset, PacketClass packets)
        => packets.Destinations.Equals(AddressSets.All(packets.Family)) && CannotBeReached(packets, ruleset.Facts) ? ruleset.With(ruleset.Facts with { Destinations = null }) : ruleset;

    private static bool CannotBeReached(PacketClass packets, HostFacts facts)
        => !packets.InInterfaces.Overlaps(InterfaceSets.Loopback) && facts.AddressesOf(LocalDestinationKind.Local)?.Except(Routing.Loopback(packets.Family)) is { IsEmpty: true };

    private static PortPathSegment Describe(DecidedPart part, PacketClass asked, bool isAnywhere) => new()
    {
        Source = AddressSets.Describe(part.Packets.Sources, part.Packets.Family),
        Destination = isAnywhere && part.Packets.Destinations.Equals(asked.Destinations) ? null : AddressSets.Describe(part.Packets.Destinations, part.Packets.Family),
        InInterface = part.Packets.InInterfaces.Equals(asked.InInterfaces) && asked.InInterfaces.Equals(InterfaceSets.AllButLoopback)
            ? null : InterfaceSets.Describe(part.Packets.InInterfaces),
        SourcePort = PortSets.Describe(part.Packets.SourcePorts),
        Port = PortSets.Describe(part.Packets.DestinationPorts) ?? "0:65535",
        ConnectionState = part.Packets.States == asked.States ? null : StateText.Describe(part.Packets.States),
        Verdict = part.Verdict,
        DecidedBy = part.DecidedBy,
        Rule = part.Rule,
        Conditions = part.Conditions,
        Via = part.Via,
        TranslatedAt = part.TranslatedAt,
        TranslatedTo = part.Translation?.Describe(part.Packets.Family),
    };
}
