namespace PortFirewall;

/// <summary><c>-m mark</c>: the packet's mark, as far as the rules on the way tell it (<c>net/netfilter/xt_mark.c</c>).</summary>
internal static class MarkMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        if (option.Name != "--mark" || MarkText.ReadMasked(option.Value) is not { } wanted)
            return false;
        region.Ask(new PacketQuestion($"mark {option}", packets => packets.Mark.Is(wanted.Value, wanted.Mask) ^ option.Negated));
        return true;
    }
}
