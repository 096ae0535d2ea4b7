using CsCheck;
using PortFirewall.Core.Tests.Models;

namespace PortFirewall.Core.Tests.Paths;

/// <summary>What is said of all packets at once, against what happens to single ones.</summary>
public sealed class PathProperties
{
    [Fact]
    public void Parts_are_disjoint_and_together_are_everything_that_was_asked_about()
        => Check((_, packets, parts, samples) =>
        {
            foreach (var (part, other) in parts.SelectMany((part, i) => parts.Skip(i + 1).Select(other => (part, other))))
                Assert.Null(part.Packets.Intersect(other.Packets));
            foreach (var sample in samples)
                Assert.Equal(sample.IsIn(packets) ? 1 : 0, parts.Count(p => sample.IsIn(p.Packets)));
            List<PacketClass> rest = [packets];
            foreach (var part in parts)
                rest = [.. rest.SelectMany(r => r.Intersect(part.Packets) is { } common ? r.Except(common) : [r])];
            Assert.Empty(rest);
        });

    [Fact]
    public void What_is_said_to_happen_happens_whatever_chance_decides()
        => CheckPackets((_, _, part, decisions) =>
        {
            if (part.Verdict == PortVerdict.Accept)
                Assert.All(decisions, d => Assert.Equal(PortVerdict.Accept, d.Verdict));
            else if (part.Verdict != PortVerdict.Unknown)
                Assert.All(decisions, d => Assert.True(d.Verdict == part.Verdict || (d.Verdict == PortVerdict.Reject && part.Deciders.Count > 1), $"{d} is another end"));
            if (part.Conditions.Count == 0 && part.Verdict != PortVerdict.Unknown)
                Assert.Equal([(part.Verdict, part.Decider.DecidedBy)], decisions.Select(d => (d.Verdict, d.Place)));
        });

    [Fact]
    public void What_chance_does_not_touch_is_never_unknown()
        => CheckPackets((ruleset, packets, part, _) =>
        {
            if (!ruleset.IsUndecided(packets.States))
                Assert.NotEqual(PortVerdict.Unknown, part.Verdict);
        });

    [Fact]
    public void Only_what_chance_really_decides_is_unknown()
        => CheckPackets((_, packets, part, decisions) =>
        {
            // Of packets in several states, some rules can be decided for a share only.
            if (part.Verdict == PortVerdict.Unknown && packets.States == ConnectionStates.New)
                Assert.True(decisions.Count > 1 || decisions.Single().Verdict == PortVerdict.Unknown, "chance decides nothing here");
        });

    private static void CheckPackets(Action<ModelRuleset, PacketClass, DecidedPart, HashSet<Decision>> property)
        => Check((ruleset, packets, parts, samples) =>
        {
            foreach (var sample in samples.Where(s => s.IsIn(packets)))
                property(ruleset, packets, Assert.Single(parts, p => sample.IsIn(p.Packets)), Interpreter.Decide(ruleset, sample));
        });

    private static void Check(Action<ModelRuleset, PacketClass, List<DecidedPart>, Packet[]> property)
    {
        foreach (var world in new[] { World.IPv4, World.IPv6 })
        {
            Gen.Select(AnyRuleset.Full(world), Gen.Bool, world.Packets.Array[12]).Sample(
                (ruleset, all, samples) =>
                {
                    var packets = PacketClass.Any(world.Family, samples[0].Protocol) with { States = all ? ConnectionStates.All : ConnectionStates.New };
                    property(ruleset, packets, PathPartition.Of(InboundPath.Walk(ruleset.Read(), packets)), samples);
                },
                iter: Effort.Cases(400),
                print: t => $"{t.Item1}\n{(t.Item2 ? "all states" : "NEW")}\n{string.Join('\n', t.Item3.Select(p => p.ToString()))}");
        }
    }
}
