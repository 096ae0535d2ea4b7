namespace PortFirewall;

/// <summary>From where a listening socket can be reached, judged by the address it is bound to.</summary>
public enum ListenerScope
{
    /// <summary>Bound to every address of the host (<c>0.0.0.0</c>, <c>[::]</c>, <c>*</c>).</summary>
    All,

    /// <summary>Bound to a loopback address: no firewall rule makes it reachable from elsewhere.</summary>
    Loopback,

    /// <summary>Bound to one address of the host.</summary>
    Address,

    /// <summary>Bound to a link-local address, which is reachable on its own link only.</summary>
    Link,
}
