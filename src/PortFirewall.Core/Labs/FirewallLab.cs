using System.Net;

namespace PortFirewall;

/// <summary>
/// A server and a client in network namespaces of their own, joined by a virtual cable. The server drops what is not allowed
/// and has something listening; the host's own firewall is not touched.
/// </summary>
public sealed class FirewallLab
{
    /// <summary>The name of the lab.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace of the server; <c>ip netns exec NAME …</c> runs a command there.</summary>
    public required string Server { get; init; }

    /// <summary>The namespace of the client.</summary>
    public required string Client { get; init; }

    /// <summary>The server's IPv4 address, as the client reaches it.</summary>
    public required IPAddress ServerAddress { get; init; }

    /// <summary>The server's IPv6 address, as the client reaches it.</summary>
    public required IPAddress ServerAddressIPv6 { get; init; }

    /// <summary>The client's IPv4 address.</summary>
    public required IPAddress ClientAddress { get; init; }

    /// <summary>The client's IPv6 address.</summary>
    public required IPAddress ClientAddressIPv6 { get; init; }

    /// <summary>The server's inbound interface.</summary>
    public required string Interface { get; init; }

    /// <summary>The port that the server listens on, for IPv4 and IPv6.</summary>
    public required int Port { get; init; }

    /// <summary>The backend that the server's rules were loaded with.</summary>
    public required IptablesBackend Backend { get; init; }

    /// <summary>The same as <see cref="Server"/>, so that a lab can be piped into the cmdlets that work on its firewall.</summary>
    public string NetworkNamespace => Server;
}
