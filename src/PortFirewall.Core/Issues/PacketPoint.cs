namespace PortFirewall;

/// <summary>One packet, as far as rules tell packets apart.</summary>
internal readonly record struct PacketPoint(
    int Protocol, UInt128 Source, UInt128 Destination, int SourcePort, int DestinationPort,
    InterfaceName InInterface, InterfaceName OutInterface, ConnectionStates State, ulong TcpFlags)
{
    /// <summary>What is true of it beyond its fields, as numbers of a <see cref="PacketFacts"/>, sorted.</summary>
    public required int[] Facts { get; init; }
}
