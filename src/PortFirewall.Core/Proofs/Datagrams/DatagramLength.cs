using System.Net;

namespace PortFirewall;

/// <summary>How much one datagram carries.</summary>
internal static class DatagramLength
{
    /// <summary>65,535 bytes of an IPv4 packet, less 20 of its header and 8 of UDP's (RFC 791, RFC 768).</summary>
    public const int MostOverIPv4 = 65_507;

    /// <summary>The payload length of IPv6 does not count the header (RFC 8200 3).</summary>
    public const int MostOverIPv6 = 65_527;

    /// <summary>Checks what is to be sent before anything is. A name may stand for addresses of any wanted family.</summary>
    /// <returns>The plan.</returns>
    /// <exception cref="FirewallException"><c>PayloadTooLong</c>.</exception>
    public static ProbePlan Check(ProbePlan plan)
    {
        if (plan.Datagram is not { } datagram)
            return plan;
        var mayBeIPv4 = plan.Wants(AddressFamily.IPv4) && plan.ComputerNames.Any(name => ComputerName.LiteralFamily(name) != AddressFamily.IPv6);
        var longest = mayBeIPv4 ? MostOverIPv4 : MostOverIPv6;
        var length = datagram.NewRequest(new IPEndPoint(IPAddress.Loopback, plan.EachPort.First())).Payload.Length;
        return length <= longest ? plan : throw ProbeErrors.PayloadTooLong(length, longest);
    }
}
