namespace PortFirewall;

/// <summary>
/// <c>-m policy</c>: whether a packet came through IPsec, and how. Where the kernel keeps no state of IPsec, none has, and then only
/// <c>--pol none</c> takes it (<c>net/netfilter/xt_policy.c</c>, <c>policy_mt</c>). Through what a packet will go out depends on where to.
/// </summary>
internal static class IpsecMatch
{
    public static bool Read(IptablesMatch match, RegionBuilder region)
    {
        string? ValueOf(string name) => match.Options.FirstOrDefault(o => o.Name == name && !o.Negated)?.Value;
        if (region.Facts.HasIpsec != false || ValueOf("--dir") != "in")
            return false;
        switch (ValueOf("--pol"))
        {
            case "none":
                return true;
            case "ipsec":
                region.MatchNothing();
                return true;
            default:
                return false;
        }
    }
}
