namespace PortFirewall;

/// <summary>What routing decides about a packet that came in.</summary>
internal enum PacketRoute
{
    /// <summary>It is for this host: the <c>INPUT</c> chains see it.</summary>
    Delivered,

    /// <summary>It is for another host: the <c>FORWARD</c> chains see it.</summary>
    Forwarded,
}
