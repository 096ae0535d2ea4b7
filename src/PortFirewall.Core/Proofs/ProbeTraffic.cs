namespace PortFirewall;

/// <summary>How many packets probes can have sent to a port at most: what a counter rose by beyond that was raised by others.</summary>
internal static class ProbeTraffic
{
    /// <summary>
    /// Of one attempt by TCP, where the rule sees all packets of a connection: the <c>SYN</c> and the six repeats of Linux (<c>tcp_syn_retries</c>,
    /// <c>ip-sysctl</c>), the <c>ACK</c> of the answer, those of a greeting that the service sends, the <c>FIN</c> or <c>RST</c> with repeats, and the last <c>ACK</c>.
    /// </summary>
    public const ulong MostOfAttempt = 16;

    /// <summary>The most that the probes can account for.</summary>
    public static ulong MostOf(IEnumerable<PortProbe> probes)
        => probes.Aggregate(0UL, (sum, probe) => sum + (probe.DatagramsSent is { } sent ? (ulong)sent : MostOfAttempt));
}
