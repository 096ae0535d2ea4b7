namespace PortFirewall;

/// <summary><c>-m tcp</c>: ports, and flags as far as the first segment of a connection answers for them.</summary>
internal static class TcpMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        switch (option.Name)
        {
            case "--syn":
                Ask(region, !option.Negated);
                return true;
            case "--tcp-flags" when option.Value?.ToUpperInvariant().Split(' ') is [var mask, var set]:
                // The first segment has SYN and nothing else.
                var flags = mask.Split(',');
                var masked = flags.Contains("SYN") || flags.Contains("ALL");
                var wanted = set.Split(',').Where(f => f != "NONE").ToHashSet(StringComparer.Ordinal);
                var taken = masked ? wanted.SetEquals(["SYN"]) : wanted.Count == 0;
                Ask(region, taken != option.Negated);
                return true;
            default:
                return TransportPortMatch.Read(option, region);
        }
    }

    private static void Ask(RegionBuilder region, bool takesFirstSegment)
        => region.Ask(new PacketQuestion("tcp flags", packets => packets.States == ConnectionStates.New ? takesFirstSegment : null));
}
