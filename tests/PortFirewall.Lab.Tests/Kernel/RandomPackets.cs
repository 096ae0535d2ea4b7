namespace PortFirewall;

/// <summary>Makes packets at random, at the edges of what random rules ask.</summary>
internal static class RandomPackets
{
    private static readonly int[] Ports = [.. RandomMatches.Ports.SelectMany(p => p.Split(':')).Where(p => p.Length > 0)
        .Select(int.Parse).SelectMany(p => (int[])[p - 1, p, p + 1]).Where(p => p is > 0 and <= 65535).Distinct()];

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
                SourcePort = OneOf(Ports),
                DestinationPort = OneOf(Ports),
            };
            packets[(packet.Source, packet.Destination, packet.Protocol, packet.SourcePort, packet.DestinationPort)] = packet;
        }
        return [.. packets.Values];

        T OneOf<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

        UInt128 Address(string text) => AddressSets.ReadAddress(text, world.Family)!.Value;
    }
}
