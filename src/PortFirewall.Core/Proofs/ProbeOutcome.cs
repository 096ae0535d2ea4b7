namespace PortFirewall;

/// <summary>How an attempt to connect ended. Each names a different next step, so they are never folded together.</summary>
public enum ProbeOutcome
{
    /// <summary>The connection was made.</summary>
    Open,

    /// <summary>The application answered a datagram.</summary>
    Replied,

    /// <summary>
    /// The host itself answered that nothing listens: with a reset, or for UDP with ICMP port unreachable. Packets arrive, and nothing
    /// listens, or a rule rejects with just that answer.
    /// </summary>
    Refused,

    /// <summary>Nothing came back in time: something on the way drops the packets, or the host is down.</summary>
    TimedOut,

    /// <summary>A firewall said no: an ICMP error that only a filter sends, or this host's own <c>OUTPUT</c> chain.</summary>
    Prohibited,

    /// <summary>There is no way to the address: no route, no neighbour, or a router says so.</summary>
    Unreachable,

    /// <summary>The name has no address.</summary>
    NameNotFound,

    /// <summary>A datagram was sent and no reply to it came: unproven, neither open nor closed.</summary>
    NoReply,

    /// <summary>
    /// The vantage's own NAT (its <c>nat</c> <c>OUTPUT</c> chain) sent it to the vantage itself: whoever answered is there, and what was asked for was
    /// never asked. Told where the vantage is on this host, and with privilege.
    /// </summary>
    Redirected,
}
