namespace PortFirewall;

/// <summary>How the look for the first broad block in a chain ended.</summary>
internal enum ScanEnd
{
    /// <summary>Something stops every remaining packet.</summary>
    Blocked,

    /// <summary>The packets are accepted.</summary>
    Accepted,

    /// <summary>A user chain let some of them return.</summary>
    Returned,
}
