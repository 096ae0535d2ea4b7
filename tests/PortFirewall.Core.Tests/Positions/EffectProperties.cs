using CsCheck;
using PortFirewall.Core.Tests.Models;

namespace PortFirewall.Core.Tests.Positions;

/// <summary>What a planned rule does once it is in, by packets that are taken through the rule set before and after.</summary>
public sealed class EffectProperties
{
    private static readonly World World = World.IPv4;

    private static readonly Gen<PortRule> Asked = Gen.Select(
        Gen.OneOf("tcp", "tcp", "udp"), Gen.OneOf(new PortRange(2222, 2222), new PortRange(22, 22), new PortRange(1000, 2500)),
        Gen.OneOf(null, null, "10.1.0.0/16", "128.0.0.0/1"), Gen.OneOf(null, null, "eth0", "eth+"), Gen.OneOf<string[]>([], [], ["NEW"]))
        .Select((protocol, port, source, inInterface, states)
            => new PortRule { Family = AddressFamily.IPv4, Protocol = protocol, Port = port, Source = source, InInterface = inInterface, ConnectionStates = states });

    [Fact]
    public void An_inserted_rule_decides_some_of_its_packets()
        => Check(certain: false, c =>
        {
            var parts = PathPartition.Of(InboundPath.Walk(c.After.Read(), c.Plan.Rule.Packets));
            Assert.Contains(parts, p => p.Decider.DecidedBy == c.Place || p.Verdict == PortVerdict.Unknown || p.Conditions.Count > 0);
            foreach (var part in parts.Where(p => p.Decider.DecidedBy == c.Place && p.Conditions.Count == 0))
                Assert.Equal([(PortVerdict.Accept, c.Place)], Interpreter.Decide(c.After, OneOf(part.Packets)).Select(d => (d.Verdict, d.Place)));
        });

    [Fact]
    public void Packets_that_nobody_asked_about_fare_as_before()
        => Check(certain: false, c =>
        {
            foreach (var packet in c.Samples.Where(p => !Change.IsAskedAbout(c.Plan.Rule, p)))
                Assert.Equal(Fates(c.Before, packet), Fates(c.After, packet));
        });

    [Fact]
    public void What_a_rule_that_stays_ahead_denied_is_still_denied()
        => Check(certain: false, c =>
        {
            foreach (var packet in c.Samples.Where(c.IsAskedAbout))
            {
                var before = Interpreter.Decide(c.Before, packet);
                if (before.All(d => d is { Rule: not null, Verdict: PortVerdict.Drop or PortVerdict.Reject } && d.Places.Intersect(c.StillBlocked).Any() && c.WasAhead(d)))
                    Assert.Equal(Fates(c.Before, packet), Fates(c.After, packet));
            }
        });

    [Fact]
    public void What_is_still_denied_is_denied_by_a_rule_that_was_reported()
        => Check(certain: true, c =>
        {
            foreach (var packet in c.Samples.Where(c.IsAskedAbout))
            {
                var after = Assert.Single(Interpreter.Decide(c.After, packet));
                if (after is { Verdict: not PortVerdict.Accept, Rule: not null })
                    Assert.NotEmpty(Assert.Single(Interpreter.Decide(c.Before, packet)).Places.Intersect(c.StillBlocked));
                else if (after.Verdict != PortVerdict.Accept)
                    Assert.NotEmpty(c.StillBlocked);
            }
        });

    [Fact]
    public void What_was_denied_and_is_accepted_now_was_denied_by_the_block_or_is_reported_as_bypassed()
        => Check(certain: true, c =>
        {
            if (c.Plan.Position!.Reason.Contains("split", StringComparison.Ordinal))
                return;
            foreach (var packet in c.Samples.Where(c.IsAskedAbout))
            {
                var before = Assert.Single(Interpreter.Decide(c.Before, packet));
                var after = Assert.Single(Interpreter.Decide(c.After, packet));
                if (before.Verdict == PortVerdict.Accept || after.Verdict != PortVerdict.Accept || before.Rule is null || before.Place == c.Plan.Position.Blocker)
                    continue;
                // A block that is a jump stops packets inside of its chain: there, everything is the block.
                if (c.Plan.Position.BlockerRule?.Target is not ("ONE" or "TWO" or "THREE"))
                    Assert.NotEmpty(before.Places.Intersect(c.Plan.Position.Bypassed.Select(r => r.Place)));
            }
        });

    private static IEnumerable<(PortVerdict Verdict, ModelRule? Rule)> Fates(ModelRuleset ruleset, Packet packet)
        => Interpreter.Decide(ruleset, packet).Select(d => (d.Verdict, d.Rule)).OrderBy(d => d.Verdict).ThenBy(d => d.Rule?.Text, StringComparer.Ordinal);

    private static Packet OneOf(PacketClass packets) => new(
        packets.Protocol, packets.Sources.Intervals[0].Low, packets.Destinations.Intervals[0].Low, packets.SourcePorts.Intervals[0].Low, packets.DestinationPorts.Intervals[0].Low,
        packets.InInterfaces.Intervals[0].Low.Text ?? "", ConnectionStates.New);

    private static void Check(bool certain, Action<Change> property)
        => Gen.Select(AnyRuleset.Filter(World, certain), Asked, World.Packets.Array[15]).Sample(
            (before, asked, samples) =>
            {
                var plan = Assert.Single(InsertPlanner.Plan(before.Read(), [asked], null, force: false));
                if (!plan.IsInsert)
                    return;
                var rule = new ModelRule([new ModelCondition(asked.Specification.Replace(" -j ACCEPT", "", StringComparison.Ordinal), (p, _) => Change.IsAskedAbout(asked, p))], "ACCEPT");
                property(new Change(before, before.Insert("filter", plan.Position!.Chain, plan.Number!.Value, rule), plan, samples));
            },
            iter: Effort.Cases(1000),
            print: t => $"{t.Item1}\nasked: {t.Item2.Specification}\n{string.Join('\n', t.Item3.Select(p => p.ToString()))}");
}
