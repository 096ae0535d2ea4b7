using System.Net;

namespace PortFirewall;

/// <summary>Whose packets were at the rule: told by address, port and time, and not told where that does not do.</summary>
public sealed class WitnessAccountTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_packet_with_the_probes_address_and_port_is_its_own()
        => AssertTold(2, ProofBasis.OwnPackets, Of(new WitnessAccount { Sightings = [At(0.01), At(0.011), At(0.012, port: 40001), At(0.013, from: "192.0.2.8"), At(0.014, protocol: 17)] }, Probe()));

    [Fact]
    public void Who_had_the_port_before_or_after_is_somebody_else()
    {
        AssertTold(0, ProofBasis.OwnPackets, Of(new WitnessAccount { Sightings = [At(-0.1), At(5)] }, Probe()));
        // The clock of another machine says nothing.
        AssertTold(2, ProofBasis.OwnPackets, Of(new WitnessAccount { Sightings = [At(-0.1), At(5)] }, Probe(vantage: "ssh://client")));
    }

    [Fact]
    public void Without_the_port_the_address_is_what_there_is_and_that_is_said()
    {
        var evidence = Of(new WitnessAccount { Sightings = [At(0.01, port: 7), At(0.01, from: "192.0.2.8")] }, Probe(port: null));
        AssertTold(1, ProofBasis.SourceAddress, evidence);
        Assert.Equal("netns:client does not tell from which port it connected", evidence.Reservation);
    }

    [Fact]
    public void Without_an_address_nothing_is_told_unless_nothing_was_sent()
    {
        AssertTold(null, ProofBasis.Counter, Of(new WitnessAccount { Sightings = [At(0.01)] }, Probe(from: null)));
        AssertTold(0, ProofBasis.OwnPackets, Of(new WitnessAccount { Sightings = [At(0.01)] }, Probe(from: null, outcome: ProbeOutcome.Unreachable)));
        AssertTold(null, ProofBasis.Counter, Of(WitnessAccount.None("why"), Probe(from: null, outcome: ProbeOutcome.Unreachable)));
    }

    [Fact]
    public void Where_packets_were_lost_one_that_is_there_counts_and_one_that_is_not_there_does_not()
    {
        var account = new WitnessAccount { Sightings = [At(0.01)], Problem = "too many" };
        AssertTold(1, ProofBasis.OwnPackets, Of(account, Probe()));
        var missing = Of(account, Probe(port: 40002));
        AssertTold(null, ProofBasis.Counter, missing);
        Assert.Equal("too many", missing.Reservation);
    }

    [Fact]
    public void A_packet_from_the_same_port_to_elsewhere_is_of_another_connection()
    {
        var account = new WitnessAccount { Sightings = [At(0.01, toPort: 2223), At(0.01, to: "198.51.100.3")] };
        AssertTold(0, ProofBasis.OwnPackets, Of(account, Probe()));
        AssertTold(0, ProofBasis.OwnPackets, Of(account, Probe(vantage: "ssh://client")));
        AssertTold(0, ProofBasis.SourceAddress, Of(account, Probe(port: null)));
        Assert.Equal(["198.51.100.1 port 2223", "198.51.100.3 port 2222"], account.OtherDestinationsOf(Probe()));
    }

    [Fact]
    public void A_destination_that_the_rules_give_the_packets_is_the_probes_too()
    {
        var account = new WitnessAccount { Sightings = [At(0.01, toPort: 8080), At(0.02, to: "172.17.0.2", toPort: 80), At(0.03, to: "172.17.0.2", toPort: 81)] };
        var redirect = new DestinationTranslation("nat PREROUTING:1", "REDIRECT --to-ports 8080") { Ports = new PortRange(8080, 8080).ToSet(), IsToThisHost = true };
        var container = AddressSets.ToNumber(IPAddress.Parse("172.17.0.2"));
        var dnat = new DestinationTranslation("nat PREROUTING:2", "DNAT --to-destination 172.17.0.2:80") { Ports = new PortRange(80, 80).ToSet(), Destinations = AddressSets.Range(container, container) };
        AssertTold(0, ProofBasis.OwnPackets, Of(account, Probe()));
        AssertTold(1, ProofBasis.OwnPackets, Of(account, Probe(), redirect));
        AssertTold(1, ProofBasis.OwnPackets, Of(account, Probe(), dnat));
    }

    [Fact]
    public void An_address_that_is_none_of_the_hosts_may_have_been_translated_on_the_way_and_that_is_said()
    {
        var account = new WitnessAccount { Sightings = [At(0.01, to: "10.0.0.4"), At(0.01, to: "10.0.0.4", toPort: 2223)] };
        var evidence = account.Of(Probe(), new ProbeDestinations(Probe(), []) { IsTranslatedOnTheWay = true });
        AssertTold(1, ProofBasis.SourceAddress, evidence);
        Assert.Contains("198.51.100.1 is none of this host's addresses, and the packet came to 10.0.0.4", evidence.Reservation, StringComparison.Ordinal);
        AssertTold(0, ProofBasis.OwnPackets, Of(account, Probe()));
    }

    [Fact]
    public void Others_are_named_with_how_often_they_were_there()
        => Assert.Equal(
            ["192.0.2.9 (2 packets)", "192.0.2.8 (1 packet)"],
            new WitnessAccount { Sightings = [At(0.1, from: "192.0.2.8"), At(0.1, from: "192.0.2.9"), At(0.2, from: "192.0.2.9"), At(9)] }.OthersInTimeOf(Probe()));

    private static void AssertTold(long? packets, ProofBasis basis, ProbeEvidence evidence) => Assert.Equal((packets, basis), (evidence.Packets, evidence.Basis));

    private static ProbeEvidence Of(WitnessAccount account, PortProbe probe, params DestinationTranslation[] translations) => account.Of(probe, new ProbeDestinations(probe, translations));

    private static Sighting At(double seconds, string from = "192.0.2.7", ushort port = 40000, byte protocol = 6, string to = "198.51.100.1", ushort toPort = 2222)
        => new(protocol, AddressSets.ToNumber(IPAddress.Parse(from)), port, AddressSets.ToNumber(IPAddress.Parse(to)), toPort, Start.AddSeconds(seconds));

    private static PortProbe Probe(string? from = "192.0.2.7", int? port = 40000, string vantage = "netns:client", ProbeOutcome outcome = ProbeOutcome.Open) => new()
    {
        ComputerName = "server.example.net",
        RemoteAddress = IPAddress.Parse("198.51.100.1"),
        AddressFamily = AddressFamily.IPv4,
        LocalAddress = from is null ? null : IPAddress.Parse(from),
        LocalPort = port,
        Port = 2222,
        Protocol = "tcp",
        Outcome = outcome,
        StartedAt = Start,
        Latency = TimeSpan.FromSeconds(1),
        Vantage = vantage,
        CrossesNetwork = true,
        Detail = "As it was.",
    };
}
