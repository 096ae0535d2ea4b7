using System.Net;

namespace PortFirewall;

/// <summary>
/// An ICMP error that answered a connection attempt (RFC 792, RFC 1812 5.2.7.1, RFC 4443 3.1).
/// </summary>
/// <param name="Family">ICMP for IPv4, or ICMPv6.</param>
/// <param name="Type">The ICMP type.</param>
/// <param name="Code">The code within the type.</param>
/// <param name="Sender">Who sent it; null where the kernel does not tell.</param>
internal readonly record struct IcmpError(AddressFamily Family, byte Type, byte Code, IPAddress? Sender)
{
    /// <summary>
    /// Whether only a filter sends this in answer to TCP. Every host's own answer for a closed TCP port is a reset (RFC 9293
    /// 3.10.7.1), and every host speaks TCP: so "port unreachable" and "protocol unreachable" are somebody's <c>REJECT</c>.
    /// </summary>
    public bool IsFromFilter => Family == AddressFamily.IPv4
        ? Type == 3 && Code is 2 or 3 or 9 or 10 or 13
        : Type == 1 && Code is 1 or 4 or 5 or 6;

    /// <summary>What a host itself sends for a UDP port on which nothing listens (RFC 1122 4.1.3.1).</summary>
    public bool IsPortUnreachable => Family == AddressFamily.IPv4 ? (Type, Code) == (3, 3) : (Type, Code) == (1, 4);

    /// <summary>What it says, in the words of its RFC.</summary>
    public string Meaning => (Family, Type, Code) switch
    {
        (AddressFamily.IPv4, 3, 0) => "network unreachable",
        (AddressFamily.IPv4, 3, 1) => "host unreachable",
        (AddressFamily.IPv4, 3, 2) => "protocol unreachable",
        (AddressFamily.IPv4, 3, 3) => "port unreachable",
        (AddressFamily.IPv4, 3, 5) => "source route failed",
        (AddressFamily.IPv4, 3, 6) => "network unknown",
        (AddressFamily.IPv4, 3, 7) => "host unknown",
        (AddressFamily.IPv4, 3, 9) => "network administratively prohibited",
        (AddressFamily.IPv4, 3, 10) => "host administratively prohibited",
        (AddressFamily.IPv4, 3, 13) => "communication administratively prohibited",
        (AddressFamily.IPv4, 11, 0) or (AddressFamily.IPv6, 3, 0) => "hop limit exceeded in transit",
        (AddressFamily.IPv6, 1, 0) => "no route to destination",
        (AddressFamily.IPv6, 1, 1) => "administratively prohibited",
        (AddressFamily.IPv6, 1, 2) => "beyond scope of source address",
        (AddressFamily.IPv6, 1, 3) => "address unreachable",
        (AddressFamily.IPv6, 1, 4) => "port unreachable",
        (AddressFamily.IPv6, 1, 5) => "source address failed ingress or egress policy",
        (AddressFamily.IPv6, 1, 6) => "reject route to destination",
        _ => "an error",
    };

    /// <inheritdoc/>
    public override string ToString()
        => $"{(Family == AddressFamily.IPv4 ? "ICMP" : "ICMPv6")} {Meaning} (type {Type}, code {Code})";
}
