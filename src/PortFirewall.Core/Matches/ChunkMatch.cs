namespace PortFirewall;

/// <summary>
/// <c>-m sctp --chunk-types</c> and <c>-m dccp --dccp-types</c>: the first packet of an association is <c>INIT</c> alone
/// (RFC 9260, 6.10), that of a DCCP connection <c>REQUEST</c> (RFC 4340, 5.1).
/// </summary>
internal static class ChunkMatch
{
    public static bool Read(IptablesOption option, RegionBuilder region)
    {
        var words = (option.Value ?? "").ToUpperInvariant().Split(' ');
        bool? takesFirst = (option.Name, words) switch
        {
            ("--chunk-types", ["ANY" or "ONLY", var types]) when !types.Contains(':') => types.Split(',').Any(t => t is "INIT" or "ALL"),
            ("--chunk-types", ["ALL", "INIT"]) => true,
            ("--chunk-types", ["ALL", var types]) when !types.Contains(':') => false,
            ("--dccp-types", [var types]) => types.Split(',').Contains("REQUEST"),
            _ => null,
        };
        if (takesFirst is null)
            return TransportPortMatch.Read(option, region);
        region.Ask(new PacketQuestion(option.ToString(), packets => packets.States == ConnectionStates.New ? takesFirst != option.Negated : null));
        return true;
    }
}
