using System.Net;

namespace PortFirewall;

/// <summary>A socket that waits for connections (TCP, SCTP, DCCP) or datagrams (UDP), as <c>ss</c> reports it.</summary>
public sealed class PortListener
{
    /// <summary>The protocol in lower case: <c>tcp</c>, <c>udp</c>, <c>sctp</c> or <c>dccp</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The family of the socket. An IPv6 socket may accept IPv4 too: see <see cref="AcceptsIPv4"/>.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>The address that the socket is bound to.</summary>
    public required IPAddress LocalAddress { get; init; }

    /// <summary>The local port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>From where the socket can be reached.</summary>
    public required ListenerScope Scope { get; init; }

    /// <summary>Whether IPv4 clients reach this socket: an IPv4 socket, or an IPv6 wildcard socket without <c>IPV6_V6ONLY</c>.</summary>
    public required bool AcceptsIPv4 { get; init; }

    /// <summary>Whether IPv6 clients reach this socket.</summary>
    public required bool AcceptsIPv6 { get; init; }

    /// <summary>The interface that the socket is bound to (<c>SO_BINDTODEVICE</c>, or a link-local zone); null where it is not.</summary>
    public string? Interface { get; init; }

    /// <summary>The name of the process; null where it can't be seen without privilege.</summary>
    public string? ProcessName { get; init; }

    /// <summary>The id of the process; null where it can't be seen without privilege.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) that it was read in; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }
}
