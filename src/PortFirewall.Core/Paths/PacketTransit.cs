namespace PortFirewall;

/// <summary>What has been done to packets on their way so far. The question stays about them as they came.</summary>
internal sealed record PacketTransit
{
    public static readonly PacketTransit Untouched = new();

    /// <summary>
    /// The state that rules see at present, where it is another one than the packets': <c>INVALID</c> before connection tracking
    /// has seen them, <c>UNTRACKED</c> once a rule has exempted them; <c>NEW</c> where <c>CT</c> has given them a template.
    /// </summary>
    public ConnectionStates? SeenAs { get; init; }

    /// <summary>The packets' mark; null as they came in.</summary>
    public MarkBits? Mark { get; init; }

    /// <summary>Their connection's mark; null as connection tracking made it.</summary>
    public MarkBits? ConnectionMark { get; init; }

    /// <summary>Where a rule of <c>nat</c> has sent them; null where none has.</summary>
    public DestinationTranslation? Translation { get; init; }

    /// <summary>Where routing has sent them; null as long as it has not seen them.</summary>
    public PacketRoute? Route { get; init; }

    /// <summary>Sets that <c>-j SET</c> has changed meanwhile, each closed by a blank, so that what was read of them no longer counts.</summary>
    public string ChangedSets { get; init; } = "";
}
