namespace PortFirewall;

/// <summary>Makes packets at random, at the edges of what random rules ask.</summary>
internal static class RandomPackets
{
    private const byte Fin = 0x01, Syn = TwinPacket.Syn, Push = 0x08, Acknowledge = 0x10, Urgent = 0x20;

    /// <summary>Flags that no connection begins or goes on with: the packet is <c>INVALID</c> (<c>nf_conntrack_proto_tcp.c</c>, <c>tcp_valid_flags</c>).</summary>
    private static readonly byte[] InvalidFlags = [0, Fin, Syn | Fin, Fin | Push | Urgent];

    /// <summary>Flags of what comes further on.</summary>
    private static readonly byte[] FurtherFlags = [Acknowledge, Acknowledge | Push, Acknowledge | Fin, Acknowledge | Urgent, Syn];

    private static readonly int[] Paddings = [0, 0, 0, 1, 12, 60, 400];

    private static readonly int[] Ports = [.. RandomMatches.Ports.SelectMany(p => p.Split(':')).Where(p => p.Length > 0)
        .Select(int.Parse).SelectMany(p => (int[])[p - 1, p, p + 1]).Where(p => p is > 0 and <= 65535).Distinct()];

    /// <summary>A port at an edge.</summary>
    public static int Port(Random random) => Ports[random.Next(Ports.Length)];

    /// <summary>Packets, no two with the same addresses, ports and protocol.</summary>
    public static List<TwinPacket> Make(Random random, KernelWorld world, int count)
    {
        var packets = new Dictionary<(UInt128, UInt128, int, int, int), TwinPacket>();
        while (packets.Count < count)
        {
            var packet = new TwinPacket
            {
                Family = world.Family,
                InInterface = OneOf(KernelWorld.Interfaces),
                Protocol = random.Next(3) == 0 ? ProtocolNumbers.Udp : ProtocolNumbers.Tcp,
                Source = Address(OneOf(world.Others)),
                Destination = Address(OneOf(world.Own)),
                SourcePort = Port(random),
                DestinationPort = Port(random),
                Padding = OneOf(Paddings),
                IsEstablished = random.Next(5) == 0,
            };
            packet = packet.Protocol == ProtocolNumbers.Tcp ? WithFlags(packet) : WithFrame(packet);
            packets[(packet.Source, packet.Destination, packet.Protocol, packet.SourcePort, packet.DestinationPort)] = packet;
        }
        return [.. packets.Values];

        TwinPacket WithFlags(TwinPacket packet)
        {
            if (packet.IsEstablished)
                return packet with { TcpFlags = OneOf(FurtherFlags) };
            return random.Next(8) == 0 ? packet with { TcpFlags = OneOf(InvalidFlags) } : packet;
        }

        // Only what is not of a connection with one host comes so.
        TwinPacket WithFrame(TwinPacket packet) => random.Next(4) switch
        {
            0 => packet with { Destination = Address(OneOf(world.Groups)), IsEstablished = false, Frame = OneOf([FrameDestination.Broadcast, FrameDestination.Multicast, FrameDestination.Host]) },
            1 => packet with { Frame = OneOf([FrameDestination.Broadcast, FrameDestination.Multicast]) },
            _ => packet,
        };

        T OneOf<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

        UInt128 Address(string text) => AddressSets.ReadAddress(text, world.Family)!.Value;
    }

    /// <summary>The state that connection tracking gives a packet.</summary>
    public static ConnectionStates StateOf(TwinPacket packet)
        => packet.Protocol == ProtocolNumbers.Tcp && InvalidFlags.Contains(packet.TcpFlags) ? ConnectionStates.Invalid
            : packet.IsEstablished ? ConnectionStates.Established : ConnectionStates.New;
}
