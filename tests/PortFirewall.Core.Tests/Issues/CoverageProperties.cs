using CsCheck;

namespace PortFirewall.Core.Tests.Issues;

/// <summary>Whether boxes cover another, against counting out every packet of a small world.</summary>
public sealed class CoverageProperties
{
    private static readonly string[] Interfaces = ["", "eth0", "lo"];

    private static readonly IptablesRule Rule = new() { Number = 1, Chain = "INPUT", Table = "filter", AddressFamily = AddressFamily.IPv4, Specification = "-j DROP" };

    private static readonly List<PacketPoint> World = [..
        from protocol in new[] { 0, 3 } from source in new[] { 0, 3 } from port in new[] { 0, 3 } from inInterface in Interfaces
        from state in new[] { ConnectionStates.Invalid, ConnectionStates.New } from flags in new[] { 1UL, 2UL } from fact in new[] { 0, 1 }
        select new PacketPoint(protocol, (UInt128)source, 0, 0, port, new InterfaceName(inInterface), default, state, flags) { Facts = fact == 1 ? [0] : [] }];

    /// <summary>Sets of which every edge lies between the values of the world, so that its packets stand for all there are.</summary>
    private static readonly Gen<PacketBox> Boxes = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 7], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 8])
        .Select((protocol, source, port, inInterface, state, flags, fact) => PacketBox.Everything(AddressFamily.IPv4) with
        {
            Protocols = Numbers(protocol, 256),
            Sources = IntervalSet<UInt128>.Of(Numbers(source, 9).Intervals.ToArray().Select(i => new Interval<UInt128>((UInt128)i.Low, i.High == 9 ? (UInt128)1 << 32 : (UInt128)i.High!.Value))),
            DestinationPorts = Numbers(port, 65536),
            InInterfaces = Interfaces.Where((_, i) => (inInterface & (1 << i)) != 0).Select(i => InterfaceSets.Matching(i)).Aggregate((a, b) => a.Union(b)),
            States = (ConnectionStates)state,
            TcpFlags = (ulong)flags,
            Facts = fact < 2 ? [fact] : [],
        });

    [Fact]
    public void Packets_are_covered_where_none_is_left()
        => Gen.Select(Boxes, Boxes.Array[0, 12]).Sample((packets, boxes) =>
        {
            var footprint = new RuleFootprint(Rule, [], IsCertain: true, RuleAction.Drop);
            var takers = boxes.Select(b => new Taker(b, Rule, footprint)).ToList();
            var left = World.Where(p => packets.Contains(p) && !takers.Exists(t => t.Box.Contains(p))).ToList();
            var found = new Coverage(new SearchEffort()).Find([packets], takers);
            Assert.Equal(left.Count == 0, found is not null);
            if (found is null)
                return;
            var reduced = new Coverage(new SearchEffort()).Reduce([packets], found);
            Assert.NotNull(new Coverage(new SearchEffort()).Find([packets], reduced));
            Assert.All(reduced, t => Assert.Null(new Coverage(new SearchEffort()).Find([packets], reduced.FindAll(o => o != t))));
        }, iter: Effort.Cases(5000));

    [Fact]
    public void What_is_left_of_a_box_is_what_is_not_in_the_other()
        => Gen.Select(Boxes, Boxes).Sample((one, other) =>
        {
            var rest = one.And(other) is { } common ? one.Except(common).ToList() : [one];
            foreach (var point in World)
            {
                Assert.Equal(one.Contains(point) && !other.Contains(point) ? 1 : 0, rest.Count(r => r.Contains(point)));
                Assert.Equal(one.Contains(point) && other.Contains(point), one.And(other)?.Contains(point) ?? false);
                Assert.True(!(one.Contains(point) && other.Contains(point)) || new PacketBounds(one).MayMeet(new PacketBounds(other)));
            }
            Assert.True(one.Contains(one.Pick()));
        }, iter: Effort.Cases(5000));

    private static IntervalSet<int> Numbers(int choice, int end)
        => IntervalSet<int>.Of(new[] { new Interval<int>(0, 2), new Interval<int>(2, end) }.Where((_, i) => (choice & (1 << i)) != 0));
}
