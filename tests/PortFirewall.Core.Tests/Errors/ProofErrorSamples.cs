using System.Net;

namespace PortFirewall.Core.Tests.Errors;

/// <summary>Errors about listeners, probes, proofs, openings and saving, as somebody would meet them.</summary>
internal static class ProofErrorSamples
{
    private const string Vantage = "ssh://jump.example.net";

    public static IReadOnlyList<FirewallException> All => [.. Listeners, .. Openings, .. Probes, .. Vantages, .. Proofs];

    private static IReadOnlyList<FirewallException> Listeners =>
    [
        ListenerErrors.PortNotListening("2222", "tcp", null),
        ListenerErrors.ListenerOnLoopback(SampleObjects.Listener("127.0.0.1")),
        ListenerErrors.ListenerOfOtherFamily(SampleObjects.Listener("192.0.2.10"), AddressFamily.IPv6),
    ];

    private static IReadOnlyList<FirewallException> Openings =>
    [
        OpeningErrors.VantageRequired(),
        OpeningErrors.ProbeAddressUnknown(AddressFamily.IPv6, []),
        OpeningErrors.ProbeAddressUnknown(AddressFamily.IPv4, [IPAddress.Parse("192.0.2.10"), IPAddress.Parse("198.51.100.10")]),
        OpeningErrors.ProbeAddressUnknown(AddressFamily.IPv4, [], "-InInterface eth1"),
        OpeningErrors.InterfaceNotFound("eth7", ["lo", "eth0"], null),
        OpeningErrors.DestinationNotLocal("198.51.100.9", [IPAddress.Parse("198.51.100.10")]),
        OpeningErrors.DestinationNotLocal("203.0.113.0/24", []),
        OpeningErrors.PortNotReached(SampleObjects.Probe(ProbeOutcome.TimedOut, "No answer within 2 s."), null),
        OpeningErrors.NewConnectionsLeftOut(["ESTABLISHED"]),
        OpeningErrors.NotProbed(new PortRange(2222, 2222), AddressFamily.IPv6),
        OpeningErrors.PortNotProved(SampleObjects.Proof("Not proved: a connection from ssh://jump.example.net arrived, but INPUT:2 took its first packet.")),
        OpeningErrors.StillAccepted(SampleObjects.Path),
        OpeningErrors.StillReached(SampleObjects.Probe(ProbeOutcome.Open, "Connected.")),
        OpeningErrors.ClosingNotProvable(SampleObjects.Probe(ProbeOutcome.TimedOut, "No answer within 2 s.")),
        OpeningErrors.ClosingNotProved(SampleObjects.Probe(ProbeOutcome.Refused, "The host answered with a reset.")),
        OpeningErrors.ClosingNotProved(SampleObjects.Probe(ProbeOutcome.Refused, "The host answered with a reset."), isAsBefore: true),
        OpeningErrors.RuleAmbiguous(SampleObjects.Allow.Specification, AddressFamily.IPv4, [SampleObjects.Rule(3, SampleObjects.Allow.Specification), SampleObjects.Allow]),
    ];

    private static IReadOnlyList<FirewallException> Probes =>
    [
        ProbeErrors.ProtocolNotProbed("sctp"),
        ProbeErrors.DatagramNotGiven(),
        ProbeErrors.DatagramForConnection("Application", "tcp"),
        ProbeErrors.ApplicationWithPayload(),
        ProbeErrors.ExpectationWithoutPayload(),
        ProbeErrors.ApplicationNotKnown("gopher", ["dns", "ntp"]),
        ProbeErrors.ComputerNameNotGiven("netns:shop-client"),
        ProbeErrors.PortNotGiven(null),
        ProbeErrors.InvalidHexText(1, "Payload"),
        ProbeErrors.InvalidDatagramBytes("Payload", "Hashtable"),
        ProbeErrors.PayloadTooLong(70000, 65507),
    ];

    private static IReadOnlyList<FirewallException> Vantages =>
    [
        VantageErrors.VantageUnreachable(Vantage, "ssh: connect to host jump.example.net port 22: Connection refused"),
        VantageErrors.VantageHostKeyUnknown(Vantage, "Host key verification failed."),
        VantageErrors.VantageHostKeyChanged(Vantage, "Host key verification failed."),
        VantageErrors.VantageNeedsPassword(Vantage, "root@jump.example.net: Permission denied (publickey,password)."),
        VantageErrors.VantageNotUsable(Vantage, "it has neither nc nor bash nor python3 that could connect."),
        VantageErrors.VantageLost(Vantage, "client_loop: send disconnect: Broken pipe"),
    ];

    private static IReadOnlyList<FirewallException> Proofs =>
    [
        ProofErrors.ProofRequired(),
        ProofErrors.NotProved(SampleObjects.Proof("Not proved: no packet of the probe came to INPUT:3.")),
        ProofErrors.ProofOutdated("the rule '-p tcp -m tcp --dport 2222 -j ACCEPT' is behind what stops its packets"),
        ProofErrors.PersistenceProviderNotFound(null),
        ProofErrors.PersistenceProviderNotFound("openrc", "netfilter-persistent"),
        ProofErrors.PersistenceProviderAmbiguous(["netfilter-persistent", "iptables-services"]),
        ProofErrors.SavingSwitchedOff("netfilter-persistent", "/etc/default/netfilter-persistent", "IPTABLES_SKIP_SAVE=yes"),
        ProofErrors.NamespaceWithoutFiles("shop", "/etc/netns/shop/iptables"),
        ProofErrors.BackendNotSaved(IptablesBackend.Legacy, "netfilter-persistent"),
        ProofErrors.SaveFailed("/etc/iptables/rules.v4", "No space left on device"),
        ProofErrors.SaveNotVerified("/etc/iptables/rules.v4", "the rules of INPUT differ"),
        ProofErrors.TemporaryRuleInForce(SampleObjects.Rule(1, "-p tcp -m tcp --dport 2222 -m comment --comment \"PortFirewall witness 4711/99/1\" -j NFLOG --nflog-group 32768")),
        ProofErrors.PacketLogUnavailable(32768, "Operation not permitted"),
    ];
}
