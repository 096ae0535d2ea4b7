using System.Net;

namespace PortFirewall;

/// <summary>One attempt to reach one address and port from one place.</summary>
public sealed class PortProbe
{
    /// <summary>The host as it was asked for: a name or an address.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The address tried; null where the name has none.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>The protocol in lower case.</summary>
    public required string Protocol { get; init; }

    /// <summary>The family of <see cref="RemoteAddress"/>; null where the name has no address.</summary>
    public AddressFamily? AddressFamily { get; init; }

    /// <summary>True for <see cref="ProbeOutcome.Open"/> and <see cref="ProbeOutcome.Replied"/>, and for nothing else.</summary>
    public bool Reachable => Outcome is ProbeOutcome.Open or ProbeOutcome.Replied;

    /// <summary>How it ended.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>When the probe began, by the clock of the vantage.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>
    /// From the first packet to the outcome; null where nothing was sent. Measured where the probe is made; with <see cref="Tool"/> <c>nc</c> or <c>bash</c>
    /// the start of that program is in it.
    /// </summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Who connected: <c>localhost</c>, <c>netns:NAME</c>, or <c>ssh://[user@]host[:port]</c>.</summary>
    public required string Vantage { get; init; }

    /// <summary>With which program the other host of an <c>ssh://</c> vantage probed: <c>nc</c>, <c>bash</c> or <c>python3</c>. Null for a socket of this process.</summary>
    public string? Tool { get; init; }

    /// <summary>The address that the connection came from; null where nothing was sent.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>The port that the connection came from; null where nothing was sent, or where <see cref="Tool"/> does not tell.</summary>
    public int? LocalPort { get; init; }

    /// <summary>
    /// False where the address is a loopback address or one of the vantage's own, or where the vantage's own NAT makes it one: such a test proves the listener,
    /// not the firewall.
    /// </summary>
    public required bool CrossesNetwork { get; init; }

    /// <summary>The application whose request was sent (<c>dns</c>); null for TCP and for a payload of the user's own.</summary>
    public string? Application { get; init; }

    /// <summary>How many datagrams were sent, the repeat of one that went unanswered included: what a rule's counter can rise by. Null for TCP.</summary>
    public int? DatagramsSent { get; init; }

    /// <summary>
    /// The datagram that came back; null where none did. With <see cref="ProbeOutcome.NoReply"/> it is one that is not the reply asked for.
    /// </summary>
    public byte[]? Reply { get; init; }

    /// <summary>What <see cref="Reply"/> says: a phrase such as <c>NTP server, stratum 3</c>, or the bytes as text that a terminal can show.</summary>
    public string? ReplyText { get; init; }

    /// <summary>What the outcome means and what it does not, as a sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>Whether for certain nothing left the vantage; false for a probe that was made in another process.</summary>
    internal bool EndedAtVantage { get; init; }

    /// <summary>Who said no with an ICMP error, and is not the vantage; null where nobody did, or that is not known.</summary>
    internal IPAddress? Refuser { get; init; }
}
