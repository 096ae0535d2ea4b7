namespace PortFirewall;

/// <summary>
/// <c>-j NOTRACK</c> and <c>-j CT</c>: the first of them decides, since each leaves alone what has a connection, a template or
/// an exemption already (<c>net/netfilter/xt_CT.c</c>).
/// </summary>
internal static class TrackingTarget
{
    public static PacketChange Read(string target, IReadOnlyList<IptablesOption> options)
    {
        var state = target == "NOTRACK" || options.Any(o => o.Name == "--notrack") ? ConnectionStates.Untracked : ConnectionStates.New;
        return packets => [packets.Transit.SeenAs == ConnectionStates.Invalid ? packets with { Transit = packets.Transit with { SeenAs = state } } : packets];
    }
}
