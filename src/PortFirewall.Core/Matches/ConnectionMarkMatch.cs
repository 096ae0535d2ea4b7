namespace PortFirewall;

/// <summary><c>-m connmark</c>: the mark of the packet's connection. Without a connection it is not met, negated or not (<c>net/netfilter/xt_connmark.c</c>).</summary>
internal static class ConnectionMarkMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        if (option.Name != "--mark" || MarkText.ReadMasked(option.Value) is not { } wanted)
            return false;
        region.RestrictToAny([new PacketRegion { States = ConnectionStates.New }, new PacketRegion { States = ConnectionStates.Related | ConnectionStates.Established }]);
        region.Ask(new PacketQuestion($"connmark {option}", packets => packets.ConnectionMark.Is(wanted.Value, wanted.Mask) ^ option.Negated));
        return true;
    }
}
