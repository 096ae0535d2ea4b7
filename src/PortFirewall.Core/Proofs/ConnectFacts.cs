using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>What the kernel told about one connection attempt, before anybody judges it.</summary>
internal sealed record ConnectFacts
{
    /// <summary>The address that was tried.</summary>
    public required IPAddress Remote { get; init; }

    /// <summary>The port that was tried.</summary>
    public required int Port { get; init; }

    /// <summary>Where the connection came from; null where the kernel found no way to send anything.</summary>
    public IPAddress? Local { get; init; }

    /// <summary>The port that it came from; null where that is not known.</summary>
    public int? LocalPort { get; init; }

    /// <summary>Whether <see cref="Remote"/> belongs to the vantage itself.</summary>
    public required bool IsOwnAddress { get; init; }

    /// <summary>
    /// Whether both ends are the probe's own socket: two that open at once make one connection (RFC 9293 3.5), and one whose port happens to be the one
    /// that it asks for meets itself. The kernel gives nobody a port that somebody is bound to, so nothing listens there.
    /// </summary>
    public bool IsWithItself => IsOwnAddress && LocalPort == Port;

    /// <summary>What the vantage's own NAT makes of <see cref="Remote"/> and <see cref="Port"/>; null where it leaves them as they are, and where nobody tells.</summary>
    public VantageTranslation? Translation { get; init; }

    /// <summary>Whether it left the vantage, as far as is known.</summary>
    public bool CrossesNetwork => !IsOwnAddress && Translation is not { IsOwn: true };

    /// <summary>The bound on the attempt.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How connecting ended: <see cref="SocketError.Success"/>, <see cref="SocketError.TimedOut"/>, or the kernel's error.</summary>
    public required SocketError Error { get; init; }

    /// <summary>The ICMP error behind <see cref="Error"/>, where the kernel keeps it.</summary>
    public IcmpError? Icmp { get; init; }

    /// <summary>Whether the ICMP error of an attempt would be known, as this kernel keeps it: if so, "refused" without one can only be a TCP reset.</summary>
    public bool KernelKeepsIcmp { get; init; } = true;

    /// <summary>Whether ICMP errors arrived during the attempt that nobody could read: one of them is most likely behind <see cref="Error"/>.</summary>
    public bool IcmpSuspected { get; init; }

    /// <summary>The program that connected; null for a socket of this process.</summary>
    public string? Tool { get; init; }

    /// <summary>How far the packets of an attempt without an answer got.</summary>
    public SynProgress Progress { get; init; } = SynProgress.Unknown;
}
