namespace PortFirewall;

/// <summary>The targets that change something about a packet that rules further on may ask about, and let it go on.</summary>
internal static class PacketChanges
{
    /// <summary>What a target does to packets; null where it does nothing that matters to other rules.</summary>
    public static PacketChange? Of(RuleSyntax syntax) => syntax.Target switch
    {
        "MARK" => MarkTarget.Read(syntax.TargetOptions),
        "HMARK" => static packets => [MarkTarget.With(packets, MarkBits.Unknown)],
        "CONNMARK" => ConnectionMarkTarget.Read(syntax.TargetOptions),
        "NOTRACK" or "CT" => TrackingTarget.Read(syntax.Target, syntax.TargetOptions),
        "SET" => SetTarget.Read(syntax.TargetOptions),
        _ => null,
    };
}
