namespace PortFirewall;

/// <summary>The address family that a rule, chain, listener or probe belongs to.</summary>
public enum AddressFamily
{
    /// <summary>IPv4: <c>iptables</c>.</summary>
    IPv4 = 4,

    /// <summary>IPv6: <c>ip6tables</c>.</summary>
    IPv6 = 6,
}
