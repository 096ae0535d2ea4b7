using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>What the kernel told about one datagram and what came back, before anybody judges it.</summary>
internal sealed record DatagramFacts
{
    /// <summary>The address that was asked.</summary>
    public required IPAddress Remote { get; init; }

    /// <summary>The port that was asked.</summary>
    public required int Port { get; init; }

    /// <summary>Where the datagram came from; null where the kernel found no way to send anything.</summary>
    public IPAddress? Local { get; init; }

    /// <summary>The port that it came from; null where that is not known.</summary>
    public int? LocalPort { get; init; }

    /// <summary>Whether <see cref="Remote"/> belongs to the vantage itself.</summary>
    public required bool IsOwnAddress { get; init; }

    /// <summary>Whether the datagram went to the very socket that sent it, as its port happens to be the one asked: then nothing else is bound to it.</summary>
    public bool IsWithItself => IsOwnAddress && LocalPort == Port;

    /// <summary>What the vantage's own NAT makes of <see cref="Remote"/> and <see cref="Port"/>; null where it leaves them as they are, and where nobody tells.</summary>
    public VantageTranslation? Translation { get; init; }

    /// <summary>Whether it left the vantage, as far as is known.</summary>
    public bool CrossesNetwork => !IsOwnAddress && Translation is not { IsOwn: true };

    /// <summary>The bound on the attempt.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How many datagrams were handed to the kernel: the first, and its repeats.</summary>
    public int Sent { get; init; }

    /// <summary>How it ended: <see cref="SocketError.Success"/> with a reply, <see cref="SocketError.TimedOut"/>, or the kernel's error.</summary>
    public required SocketError Error { get; init; }

    /// <summary>The ICMP error behind <see cref="Error"/>, where the vantage tells.</summary>
    public IcmpError? Icmp { get; init; }

    /// <summary>Whether ICMP errors arrived during the attempt that nobody could read: one of them may be behind <see cref="Error"/>.</summary>
    public bool IcmpSuspected { get; init; }

    /// <summary>The program that sent it and does not read ICMP errors; null for what does.</summary>
    public string? Tool { get; init; }

    /// <summary>The reply to the request; null where none came.</summary>
    public byte[]? Reply { get; init; }

    /// <summary>What <see cref="Reply"/> says, in a phrase.</summary>
    public string? ReplyText { get; init; }

    /// <summary>The first datagram that came and is not the reply to the request; null where none did.</summary>
    public byte[]? Stray { get; init; }

    /// <summary>Whether the datagram still waits in the vantage for the next hop to say where it is.</summary>
    public bool AwaitsNeighbour { get; init; }
}
