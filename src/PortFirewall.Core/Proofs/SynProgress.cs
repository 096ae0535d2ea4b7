namespace PortFirewall;

/// <summary>How far the first packet of a connection got that nobody answered.</summary>
internal enum SynProgress
{
    /// <summary>The attempt was too short to tell: the kernel repeats the packet after a second, and only then it shows.</summary>
    Unknown,

    /// <summary>It left this host.</summary>
    Left,

    /// <summary>This host's own firewall dropped it on the way out.</summary>
    DroppedHere,

    /// <summary>It still waits for the next hop to say where it is.</summary>
    AwaitsNeighbour,
}
