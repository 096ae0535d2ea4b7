namespace PortFirewall;

/// <summary><c>-m length</c>: the packet with all its headers. Known is only that no packet is shorter than those (<c>net/netfilter/xt_length.c</c>).</summary>
internal static class LengthMatch
{
    private const int LongestPacket = 65535;

    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        if (option.Name != "--length" || option.Value is null || PortSets.Read(option.Value) is not { } lengths)
            return false;
        var header = region.Family == AddressFamily.IPv4 ? 20 : 40;
        region.Ask(new PacketQuestion($"length {option}", packets =>
        {
            var possible = IntervalSet<int>.Of(header + ProtocolNumbers.ShortestHeader(packets.Protocol), LongestPacket + 1);
            return possible.IsSubsetOf(lengths) ? !option.Negated : possible.Overlaps(lengths) ? null : option.Negated;
        }));
        return true;
    }
}
