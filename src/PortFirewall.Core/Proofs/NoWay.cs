using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>Puts into words why the vantage's own kernel found no way to send anything.</summary>
internal static class NoWay
{
    /// <param name="error">What the kernel said.</param>
    /// <param name="remote">Where it was to go.</param>
    /// <param name="orElsewhere">What else may have said so, as the end of a sentence; empty where nobody else can have.</param>
    public static string Explain(SocketError error, IPAddress remote, string orElsewhere = "") => error switch
    {
        SocketError.NetworkUnreachable => $"The vantage has no route to {remote}{orElsewhere}.",
        SocketError.HostUnreachable => $"The vantage can't reach {remote}: an 'unreachable' route, or no neighbour answers{orElsewhere}.",
        SocketError.AddressNotAvailable => $"The vantage has no address of its own that could reach {remote}, or no local port is left.",
        SocketError.AddressFamilyNotSupported => $"The vantage does not speak the address family of {remote}.",
        SocketError.NetworkDown => $"The interface towards {remote} is down.",
        SocketError.InvalidArgument => $"The vantage can't send to {remote}: a 'blackhole' route covers it, or it needs a zone such as %eth0.",
        SocketError.MessageSize => $"The datagram is longer than what can be sent to {remote}.",
        _ => $"The attempt ended with the error '{error}'.",
    };
}
