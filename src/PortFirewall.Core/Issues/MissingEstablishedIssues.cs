namespace PortFirewall;

/// <summary><c>MissingEstablished</c>: replies to what the host asks others come to no port that somebody opened.</summary>
internal sealed class MissingEstablishedIssues() : MissingAllowIssues(
    RuleIssueId.MissingEstablished, RuleIssueSeverity.Error, Replies,
    "INPUT denies by default and accepts no packets of connections that the host itself has opened: no reply reaches it.",
    "Put '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT' first in INPUT.")
{
    /// <summary>As Linux chooses the port of a connection's own end (<c>net.ipv4.ip_local_port_range</c>).</summary>
    private static PacketBox Replies(AddressFamily family) => Hooks.OpeningFromOutside(family) with
    {
        States = ConnectionStates.Established,
        Protocols = IntervalSet<int>.Of(ProtocolNumbers.Tcp, ProtocolNumbers.Tcp + 1),
        // ACK alone, and with PSH.
        TcpFlags = (1UL << 16) | (1UL << 24),
        DestinationPorts = new PortRange(32768, 60999).ToSet(),
    };
}
