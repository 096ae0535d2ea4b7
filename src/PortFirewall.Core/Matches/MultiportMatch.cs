namespace PortFirewall;

/// <summary><c>-m multiport</c>: lists of up to 15 ports and ranges (<c>iptables-extensions(8)</c>).</summary>
internal static class MultiportMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        if (option.Value is null || PortSets.ReadList(option.Value) is not { } listed)
            return false;
        var others = PortSets.All.Except(listed);
        switch (option.Name)
        {
            case "--dports" or "--destination-ports":
                region.Restrict(new PacketRegion { DestinationPorts = option.Negated ? others : listed });
                return true;
            case "--sports" or "--source-ports":
                region.Restrict(new PacketRegion { SourcePorts = option.Negated ? others : listed });
                return true;
            case "--ports" when option.Negated:
                region.Restrict(new PacketRegion { SourcePorts = others, DestinationPorts = others });
                return true;
            case "--ports":
                region.RestrictToAny([new PacketRegion { DestinationPorts = listed }, new PacketRegion { DestinationPorts = others, SourcePorts = listed }]);
                return true;
            default:
                return false;
        }
    }
}
