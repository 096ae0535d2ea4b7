using CsCheck;
using PortFirewall.Core.Tests.Models;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>What is said of rules of nft, against a plain reading of them for one packet.</summary>
public sealed class NftProperties
{
    [Fact]
    public void A_packets_verdict_is_that_of_the_rules_read_plainly()
        => Gen.Select(AnyNftModel.Model, AnyNftModel.Packet.Array[1, 12]).Sample(
            (model, packets) =>
            {
                var ruleset = Nft.Beside(Rulesets.WithPolicy("ACCEPT"), model.Objects);
                var all = packets.Select(p => p.Protocol).Distinct().ToDictionary(p => p, p => PathPartition.Of(InboundPath.Walk(ruleset, PacketClass.Any(AddressFamily.IPv4, p))));
                foreach (var packet in packets)
                {
                    var expected = model.Decide(packet);
                    Assert.Equal(expected, Assert.Single(PathPartition.Of(InboundPath.Walk(ruleset, Alone(packet)))).Verdict);
                    // The same, said of all packets at once.
                    Assert.Equal(expected, Assert.Single(all[packet.Protocol], part => packet.IsIn(part.Packets)).Verdict);
                }
            },
            iter: Effort.Cases(1_500), print: t => $"{t.Item1}\n{string.Join('\n', t.Item2.Select(p => p.ToString()))}");

    [Fact]
    public void Whatever_can_be_decided_is_decided()
        => AnyNftModel.Model.Sample(
            model => Assert.All(
                PathPartition.Of(InboundPath.Walk(Nft.Beside(Rulesets.WithPolicy("ACCEPT"), model.Objects), PacketClass.Any(AddressFamily.IPv4, 6))),
                part => Assert.True(part.Verdict != PortVerdict.Unknown && part.Conditions.Count == 0, string.Join(';', part.Conditions))),
            iter: Effort.Cases(500));

    private static PacketClass Alone(Packet packet) => PacketClass.Any(AddressFamily.IPv4, packet.Protocol) with
    {
        Sources = AddressSets.Range(packet.Source, packet.Source),
        Destinations = AddressSets.Range(packet.Destination, packet.Destination),
        SourcePorts = new PortRange(packet.SourcePort, packet.SourcePort).ToSet(),
        DestinationPorts = new PortRange(packet.DestinationPort, packet.DestinationPort).ToSet(),
        InInterfaces = InterfaceSets.Matching(packet.InInterface),
        States = packet.State,
    };
}
