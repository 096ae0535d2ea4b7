namespace PortFirewall;

/// <summary>The kinds of destinations in the routing table <c>local</c> (<c>ip-route(8)</c>).</summary>
internal enum LocalDestinationKind
{
    Local,
    Broadcast,
    Anycast,
    Multicast,
    Other,
}
