namespace PortFirewall;

/// <summary>Errors about listening sockets.</summary>
internal static class ListenerErrors
{
    public static FirewallException PortNotListening(string port, string protocols, string? networkNamespace) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, port,
        $"Nothing listens on port {port} ({protocols}){(networkNamespace is null ? "" : $" in the network namespace '{networkNamespace}'")}.",
        "Start the service, or correct its port, protocol or bind address. A firewall rule can't make a closed socket answer.");
}
