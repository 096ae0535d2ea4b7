namespace PortFirewall;

/// <summary>Takes one packet along its path, rule by rule: by the same walk that judges all packets of a port at once.</summary>
internal static class PacketTracer
{
    /// <summary>The steps, and what rules asked for that the packet leaves open.</summary>
    public static TraceRecorder Trace(IptablesRuleset ruleset, PacketClass packet)
    {
        var recorder = new TraceRecorder(ruleset);
        InboundPath.Walk(PortPathAnalysis.AsReached(ruleset, packet), PortPathAnalysis.OnlyToThisHost(packet, ruleset.Facts, isOnePacket: true), recorder);
        return recorder;
    }

    /// <summary>The packet that a rule for a port is about, with a source port as clients choose it (<c>net.ipv4.ip_local_port_range</c>).</summary>
    public static PacketClass PacketOf(PortRule rule) => rule.Packets with { SourcePorts = new PortRange(32768, 60999).ToSet() };
}
