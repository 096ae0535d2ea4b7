namespace PortFirewall;

/// <summary>Errors about probing a port.</summary>
internal static class ProbeErrors
{
    public static FirewallException ProtocolNotProbed(string protocol) => FirewallException.Create(
        FirewallErrorKind.NotImplemented, protocol,
        $"A {protocol} port can't be probed by connecting to it: a port without an application's answer would look the same as one that is blocked.",
        "Probe with -Protocol tcp, or prove the port with the application's own client or log.");
}
