namespace PortFirewall;

/// <summary>What the kernel of a twin did with a packet. Where there are several signs, the last one here counts.</summary>
internal enum TwinVerdict
{
    /// <summary>It vanished.</summary>
    Dropped,

    /// <summary>It was answered with an ICMP error or, by something other than the service, with a reset.</summary>
    Rejected,

    /// <summary>It was passed on, and left by one of the interfaces.</summary>
    Forwarded,

    /// <summary>It came out behind the last hook of the way in.</summary>
    Arrived,
}
