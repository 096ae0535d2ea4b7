namespace PortFirewall;

/// <summary><c>-m helper</c>: whether a helper foresaw the connection. Of a connection that is <c>NEW</c> none did (<c>net/netfilter/xt_helper.c</c>).</summary>
internal static class HelperMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        if (option.Name != "--helper")
            return false;
        const ConnectionStates Unforeseen = ConnectionStates.New | ConnectionStates.Invalid | ConnectionStates.Untracked;
        region.Ask(new PacketQuestion($"helper {option}", packets => ((packets.Transit.SeenAs ?? packets.States) & ~Unforeseen) == ConnectionStates.None ? option.Negated : null));
        return true;
    }
}
