namespace PortFirewall;

/// <summary>Errors about listening sockets.</summary>
internal static class ListenerErrors
{
    public static FirewallException PortNotListening(string port, string protocols, string? networkNamespace) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, port,
        $"Nothing listens on port {port} ({protocols}){(networkNamespace is null ? "" : $" in the network namespace '{networkNamespace}'")}.",
        "Start the service, or correct its port, protocol or bind address. A firewall rule can't make a closed socket answer.");

    public static FirewallException ListenerOnLoopback(PortListener listener) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, listener,
        $"The service on {listener.Protocol} {listener.Port}{Name(listener)} listens at {listener.LocalAddress} only: no firewall rule makes that reachable from elsewhere.",
        "Bind the service to an address of the host, or to all of them (0.0.0.0 or [::]), in its own configuration.");

    public static FirewallException ListenerOfOtherFamily(PortListener listener, AddressFamily missing) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, listener,
        $"The service on {listener.Protocol} {listener.Port}{Name(listener)} listens at {listener.LocalAddress} and takes no {missing} clients.",
        $"Bind the service to an {missing} address too, or open the other family only: -AddressFamily {(missing == AddressFamily.IPv4 ? AddressFamily.IPv6 : AddressFamily.IPv4)}.");

    private static string Name(PortListener listener) => listener.ProcessName is null ? "" : $" ('{listener.ProcessName}')";
}
