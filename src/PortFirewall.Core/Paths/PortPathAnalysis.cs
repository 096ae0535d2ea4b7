namespace PortFirewall;

/// <summary>Answers what becomes of packets, as users see the answer.</summary>
internal static class PortPathAnalysis
{
    public static PortPath Analyze(IptablesRuleset ruleset, PacketClass packets, string protocol)
    {
        var parts = PathPartition.Of(InboundPath.Walk(ruleset, packets));
        var verdicts = parts.Select(p => p.Verdict).Distinct().ToList();
        var rules = parts.Select(p => p.Decider.Rule).Distinct().ToList();
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
            DecidedBy = string.Join(", ", parts.Select(p => p.Decider.DecidedBy).Distinct(StringComparer.Ordinal)),
            Rule = rules.Count == 1 ? rules[0] : null,
            Segments = parts.ConvertAll(part => Describe(part, packets)),
            Basis = PathBasis.Analysis,
            NetworkNamespace = ruleset.NetworkNamespace,
        };
    }

    private static PortPathSegment Describe(DecidedPart part, PacketClass asked) => new()
    {
        Source = AddressSets.Describe(part.Packets.Sources, part.Packets.Family),
        Destination = AddressSets.Describe(part.Packets.Destinations, part.Packets.Family),
        InInterface = part.Packets.InInterfaces.Equals(asked.InInterfaces) && asked.InInterfaces.Equals(InterfaceSets.AllButLoopback)
            ? null : InterfaceSets.Describe(part.Packets.InInterfaces),
        SourcePort = PortSets.Describe(part.Packets.SourcePorts),
        Port = PortSets.Describe(part.Packets.DestinationPorts) ?? "0:65535",
        ConnectionState = part.Packets.States == asked.States ? null : StateText.Describe(part.Packets.States),
        Verdict = part.Verdict,
        DecidedBy = part.Decider.DecidedBy,
        Rule = part.Decider.Rule,
        Conditions = part.Conditions,
        Via = part.Decider.Part.Via,
    };
}
