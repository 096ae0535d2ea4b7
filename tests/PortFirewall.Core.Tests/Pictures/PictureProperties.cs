using CsCheck;
using PortFirewall.Core.Tests.Models;

namespace PortFirewall.Core.Tests.Pictures;

/// <summary>What a picture shows is what the answer says, of whatever rules.</summary>
public sealed class PictureProperties
{
    [Fact]
    public void Each_part_ends_where_it_is_decided_and_nothing_else_does()
        => Check((path, tree) =>
        {
            var ends = Drawn.Nodes(tree).SelectMany(node => node.Ends.Select(end => (node.Name, end.Verdict, end.Words))).ToList();
            foreach (var segment in path.Segments)
            {
                foreach (var place in segment.DecidedBy.Split(", "))
                    Assert.Contains(ends, end => end.Name == place && end.Verdict == segment.Verdict && end.Words.StartsWith(PathWords.Packets(segment, path.Port), StringComparison.Ordinal));
            }
            Assert.Equal(path.Segments.Sum(s => s.DecidedBy.Split(", ").Length), ends.Count);
        });

    [Fact]
    public void Each_rule_shows_its_text_and_stands_in_the_order_of_its_chain()
        => Check((path, tree) =>
        {
            foreach (var node in Drawn.Nodes(tree).Except(tree.Chains))
                Assert.NotEqual("", node.Text);
            foreach (var node in Drawn.Nodes(tree))
            {
                var numbers = node.Children.ConvertAll(child => PathPlaces.NumberOf(child.Name) ?? int.MaxValue);
                Assert.Equal(numbers.Order(), numbers);
            }
        });

    [Fact]
    public void Every_picture_is_well_formed_and_the_same_each_time()
        => Check((path, _) =>
        {
            var comparison = PathComparison.Of([path], [path]);
            foreach (var format in Enum.GetValues<PictureFormat>())
            {
                var text = PictureFormats.Write(format, comparison);
                WellFormed.Check(format, text);
                Assert.Equal(text, PictureFormats.Write(format, PathComparison.Of([path], [path])));
            }
        });

    private static void Check(Action<PortPath, PathTree> property)
    {
        foreach (var world in new[] { World.IPv4, World.IPv6 })
        {
            Gen.Select(AnyRuleset.Full(world), Gen.Bool).Sample(
                (ruleset, all) =>
                {
                    var packets = PacketClass.Any(world.Family, 6) with { DestinationPorts = new PortRange(22, 22).ToSet(), States = all ? ConnectionStates.All : ConnectionStates.New };
                    var path = PortPathAnalysis.Analyze(ruleset.Read(), packets, "tcp");
                    property(path, PathTree.Of(path));
                },
                iter: Effort.Cases(100),
                print: t => $"{t.Item1}\n{(t.Item2 ? "all states" : "NEW")}");
        }
    }
}
