namespace PortFirewall;

/// <summary><c>MissingLoopback</c>: what programs of the host send each other over <c>lo</c> comes to no port that somebody opened.</summary>
internal sealed class MissingLoopbackIssues() : MissingAllowIssues(
    RuleIssueId.MissingLoopback, RuleIssueSeverity.Warning, ToItself,
    "INPUT denies by default and accepts nothing on the interface lo: programs of this host can't reach each other.",
    "Put '-i lo -j ACCEPT' near the beginning of INPUT.")
{
    private static PacketBox ToItself(AddressFamily family)
    {
        var own = family == AddressFamily.IPv4 ? AddressSets.ReadNetwork("127.0.0.1", family)! : AddressSets.ReadNetwork("::1", family)!;
        return Hooks.OpeningFromOutside(family) with
        {
            InInterfaces = InterfaceSets.Loopback,
            Sources = own,
            Destinations = own,
            Protocols = IntervalSet<int>.Of(ProtocolNumbers.Tcp, ProtocolNumbers.Tcp + 1),
            DestinationPorts = new PortRange(32768, 60999).ToSet(),
        };
    }
}
