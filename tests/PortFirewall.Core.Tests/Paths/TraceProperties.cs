using CsCheck;
using PortFirewall.Core.Tests.Models;

namespace PortFirewall.Core.Tests.Paths;

/// <summary>A single packet's steps, against what is said of its port and what an interpreter does with it.</summary>
public sealed class TraceProperties
{
    [Fact]
    public void The_steps_end_as_the_path_says_and_take_the_rules_that_the_interpreter_takes()
    {
        foreach (var world in new[] { World.IPv4, World.IPv6 })
        {
            // For this host: where a packet for another one goes is routing's business, and no rule's.
            var forThisHost = Gen.Select(world.Packets, Gen.OneOf(world.Own.Values.ToArray()), (packet, own) => packet with { Destination = own });
            Gen.Select(AnyRuleset.Full(world), forThisHost.Array[12]).Sample(
                (ruleset, samples) =>
                {
                    var read = ruleset.Read();
                    // From another host; and where the model's packets are not new, only chance knows their flags.
                    foreach (var sample in samples.Where(s => s.State == ConnectionStates.New && s.InInterface != "lo"))
                        AssertAgrees(ruleset, read, sample, PacketOf(world, sample));
                },
                iter: Effort.Cases(200),
                print: t => $"{t.Item1}\n{string.Join('\n', t.Item2.Select(p => p.ToString()))}");
        }
    }

    private static void AssertAgrees(ModelRuleset ruleset, IptablesRuleset read, Packet sample, PacketClass packet)
    {
        var steps = PacketTracer.Trace(read, packet).Steps;
        var path = PortPathAnalysis.Analyze(read, packet, "tcp");
        if (steps.Any(s => s.Outcome == TraceOutcome.Unknown))
            return;
        Assert.Equal(path.Verdict, steps[^1].Verdict);
        var taken = steps.Where(s => s.Outcome is not (TraceOutcome.NoMatch or TraceOutcome.Policy)).Select(s => (s.Table, s.Chain, s.RuleNumber!.Value));
        Assert.Equal(Interpreter.FindHit(ruleset, sample).Order(), taken.Distinct().Order());
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(s => s.Step));
    }

    private static PacketClass PacketOf(World world, Packet sample) => PacketClass.Any(world.Family, sample.Protocol) with
    {
        Sources = AddressSets.Range(sample.Source, sample.Source),
        Destinations = AddressSets.Range(sample.Destination, sample.Destination),
        SourcePorts = new PortRange(sample.SourcePort, sample.SourcePort).ToSet(),
        DestinationPorts = new PortRange(sample.DestinationPort, sample.DestinationPort).ToSet(),
        InInterfaces = InterfaceSets.Matching(sample.InInterface),
        States = sample.State,
    };
}
