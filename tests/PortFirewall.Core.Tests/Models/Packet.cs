namespace PortFirewall.Core.Tests.Models;

/// <summary>One packet, every field a plain value: the first of its connection where its state is NEW.</summary>
internal sealed record Packet(
    int Protocol, UInt128 Source, UInt128 Destination, int SourcePort, int DestinationPort, string InInterface, ConnectionStates State)
{
    public bool IsIn(PacketClass packets)
        => packets.Protocol == Protocol && packets.Sources.Contains(Source) && packets.Destinations.Contains(Destination)
            && packets.SourcePorts.Contains(SourcePort) && packets.DestinationPorts.Contains(DestinationPort)
            && packets.InInterfaces.Contains(new InterfaceName(InInterface)) && packets.States.HasFlag(State);
}
