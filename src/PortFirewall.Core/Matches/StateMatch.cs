namespace PortFirewall;

/// <summary><c>-m conntrack --ctstate</c> and <c>-m state --state</c>; the other questions of <c>conntrack</c> are left undecided.</summary>
internal static class StateMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        if (option.Name is not ("--ctstate" or "--state") || option.Value is null || StateText.Read(option.Value) is not { } states)
            return false;
        region.Restrict(new PacketRegion { States = option.Negated ? ConnectionStates.All & ~states : states });
        return true;
    }
}
