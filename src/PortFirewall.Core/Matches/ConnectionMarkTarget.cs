namespace PortFirewall;

/// <summary><c>-j CONNMARK</c>: between the packet's mark and its connection's (<c>net/netfilter/xt_connmark.c</c>).</summary>
internal static class ConnectionMarkTarget
{
    private static readonly PacketRegion WithoutConnection = new() { States = ConnectionStates.Invalid | ConnectionStates.Untracked };
    private static readonly PacketRegion First = new() { States = ConnectionStates.New };
    private static readonly PacketRegion Further = new() { States = ConnectionStates.Related | ConnectionStates.Established };

    public static PacketChange Read(IReadOnlyList<IptablesOption> options)
    {
        var change = ReadChange(options);
        return packets => Apply(packets, change);
    }

    /// <summary>Changes what has a connection, and leaves alone what has none.</summary>
    public static IEnumerable<PacketClass> Apply(PacketClass packets, Func<PacketClass, PacketClass> change)
    {
        if (packets.Intersect(WithoutConnection) is { } without)
            yield return without;
        foreach (var region in new[] { First, Further })
        {
            if (packets.Intersect(region) is { } tracked)
                yield return change(tracked);
        }
    }

    private static Func<PacketClass, PacketClass> ReadChange(IReadOnlyList<IptablesOption> options)
    {
        switch (options.Count == 0 ? null : options[0])
        {
            case { Name: "--save-mark" } when ReadMasks(options.Skip(1)) is var (packetMask, connectionMask):
                return packets => WithConnectionMark(packets, packets.ConnectionMark.Change(connectionMask, packets.Mark.Within(packetMask)));
            case { Name: "--restore-mark" } when ReadMasks(options.Skip(1)) is var (packetMask, connectionMask):
                return packets => MarkTarget.With(packets, packets.Mark.Change(packetMask, packets.ConnectionMark.Within(connectionMask)));
            case { } only when options.Count == 1 && MarkTarget.ReadChange(only) is var (cleared, flipped):
                return packets => WithConnectionMark(packets, packets.ConnectionMark.Change(cleared, new MarkBits(flipped, uint.MaxValue)));
            default:
                return packets => WithConnectionMark(MarkTarget.With(packets, MarkBits.Unknown), MarkBits.Unknown);
        }
    }

    private static (uint Packet, uint Connection)? ReadMasks(IEnumerable<IptablesOption> options)
    {
        var (packet, connection) = (uint.MaxValue, uint.MaxValue);
        foreach (var option in options)
        {
            if (MarkText.ReadNumber(option.Value) is not { } mask)
                return null;
            switch (option.Name)
            {
                case "--mask":
                    (packet, connection) = (mask, mask);
                    break;
                case "--nfmask":
                    packet = mask;
                    break;
                case "--ctmask":
                    connection = mask;
                    break;
                default:
                    return null;
            }
        }
        return (packet, connection);
    }

    /// <summary>What a rule of <c>raw</c> sees is a template that <c>CT</c> put there: the connection to come has a mark of its own.</summary>
    public static PacketClass WithConnectionMark(PacketClass packets, MarkBits mark)
        => packets.Transit.SeenAs is not null ? packets : packets with { Transit = packets.Transit with { ConnectionMark = mark } };
}
