namespace PortFirewall;

/// <summary><c>-m iprange --src-range FROM-TO --dst-range FROM-TO</c>.</summary>
internal static class IprangeMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        var ends = (option.Value ?? "").Split('-');
        if (AddressSets.ReadAddress(ends[0], region.Family) is not { } first || AddressSets.ReadAddress(ends[^1], region.Family) is not { } last || ends.Length > 2)
            return false;
        var range = AddressSets.Range(first, last);
        if (option.Negated)
            range = AddressSets.All(region.Family).Except(range);
        switch (option.Name)
        {
            case "--src-range":
                region.Restrict(new PacketRegion { Sources = range });
                return true;
            case "--dst-range":
                region.Restrict(new PacketRegion { Destinations = range });
                return true;
            default:
                return false;
        }
    }
}
