namespace PortFirewall;

/// <summary>Whether what listens on a port can be reached once the firewall lets packets in, and over which families.</summary>
/// <param name="Families">The families over which clients can be served.</param>
/// <param name="Error">Why nobody can be; null where somebody can.</param>
/// <param name="Warning">What is left out, and why; null where nothing is.</param>
internal sealed record ListenerFitness(IReadOnlyList<AddressFamily> Families, FirewallException? Error, string? Warning)
{
    /// <param name="listeners">Everything that listens on the port.</param>
    /// <param name="port">The port and its protocol, in words.</param>
    /// <param name="wanted">The families to open.</param>
    /// <param name="areNamed">Whether somebody named these families, so that none may be left out silently.</param>
    /// <param name="networkNamespace">Where it was looked for.</param>
    public static ListenerFitness Of(
        IReadOnlyList<PortListener> listeners, PortRule port, IReadOnlyList<AddressFamily> wanted, bool areNamed, string? networkNamespace)
    {
        if (listeners.Count == 0)
            return Failed(ListenerErrors.PortNotListening(port.Port.ToString(), port.Protocol, networkNamespace));
        var reachable = listeners.Where(l => l.Scope != ListenerScope.Loopback).ToList();
        if (reachable.Count == 0)
            return Failed(ListenerErrors.ListenerOnLoopback(listeners[0]));
        var served = wanted.Where(family => reachable.Exists(l => Serves(l, family))).ToList();
        var left = wanted.Except(served).ToList();
        if (served.Count == 0 || (left.Count > 0 && areNamed))
            return Failed(ListenerErrors.ListenerOfOtherFamily(reachable[0], left[0]));
        return new ListenerFitness(served, null, left.Count == 0 ? null
            : $"{Process(reachable[0])} listens on {port.Protocol} {port.Port} for {served[0]} only, so the port stays closed for {left[0]}.");
    }

    /// <summary>Whether clients of the family reach the listener.</summary>
    public static bool Serves(PortListener listener, AddressFamily family)
        => family == AddressFamily.IPv4 ? listener.AcceptsIPv4 : listener.AcceptsIPv6;

    private static ListenerFitness Failed(FirewallException error) => new([], error, null);

    private static string Process(PortListener listener) => listener.ProcessName ?? "The service";
}
