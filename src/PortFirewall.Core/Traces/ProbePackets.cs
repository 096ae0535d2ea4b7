namespace PortFirewall;

/// <summary>Tells the packets of probes from everybody else's.</summary>
internal static class ProbePackets
{
    /// <summary>The probe that sent a packet; null where none says so of itself.</summary>
    public static PortProbe? SenderOf(TracedPacket packet, IEnumerable<PortProbe> probes)
        => probes.FirstOrDefault(p => p.LocalPort == packet.SourcePort && p.LocalAddress is { } address
            && AddressSets.FamilyOf(address) == packet.Family && AddressSets.ToNumber(address) == packet.Source
            && ProtocolNumbers.NumberOf(p.Protocol) == packet.Protocol);

    /// <summary>Whether a probe went to one of the ports that are traced.</summary>
    public static bool IsAbout(PortProbe probe, TraceFilter filter)
        => filter.Rules.Any(r => r.Protocol == probe.Protocol && probe.Port >= r.Port.Low && probe.Port <= r.Port.High);
}
