namespace PortFirewall;

/// <summary><c>--sport</c> and <c>--dport</c> of <c>-m tcp</c>, <c>udp</c>, <c>sctp</c> and <c>dccp</c> (<c>iptables-extensions(8)</c>).</summary>
internal static class TransportPortMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        if (option.Value is null || PortSets.Read(option.Value) is not { } ports)
            return false;
        if (option.Negated)
            ports = PortSets.All.Except(ports);
        switch (option.Name)
        {
            case "--dport" or "--destination-port":
                region.Restrict(new PacketRegion { DestinationPorts = ports });
                return true;
            case "--sport" or "--source-port":
                region.Restrict(new PacketRegion { SourcePorts = ports });
                return true;
            default:
                return false;
        }
    }
}
