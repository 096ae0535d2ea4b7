using CsCheck;

namespace PortFirewall.Core.Tests.Values;

/// <summary>The algebra of sets, against sets that are kept member by member.</summary>
public sealed class IntervalSetProperties
{
    private const int Universe = 24;

    private static readonly Gen<IntervalSet<int>> Sets = Gen.Select(Gen.Int[0, Universe], Gen.Int[0, 6], Gen.Bool)
        .Select((low, length, endless) => new Interval<int>(low, endless && length == 6 ? null : low + length))
        .Array[0, 9].Select(intervals => IntervalSet<int>.Of(intervals));

    [Fact]
    public void Union_has_what_either_has()
        => Check((a, b) => a.Union(b), (x, y) => x || y);

    [Fact]
    public void Intersection_has_what_both_have()
        => Check((a, b) => a.Intersect(b), (x, y) => x && y);

    [Fact]
    public void Difference_has_what_only_the_first_has()
        => Check((a, b) => a.Except(b), (x, y) => x && !y);

    [Fact]
    public void Sets_are_equal_exactly_if_they_have_the_same_members()
        => Sets.Select(Sets).Sample((a, b) => Assert.Equal(Members(a).SequenceEqual(Members(b)), a.Equals(b)), iter: Effort.Cases(2000));

    [Fact]
    public void The_same_set_built_in_another_way_is_equal_and_has_the_same_hash()
        => Sets.Select(Sets).Sample(
            (a, b) =>
            {
                var rebuilt = a.Except(b).Union(a.Intersect(b));
                Assert.Equal(a, rebuilt);
                Assert.Equal(a.GetHashCode(), rebuilt.GetHashCode());
            },
            iter: Effort.Cases(2000));

    [Fact]
    public void A_subset_is_one_by_its_members()
        => Sets.Select(Sets).Sample(
            (a, b) =>
            {
                Assert.Equal(Members(a).Zip(Members(b)).All(m => !m.First || m.Second), a.IsSubsetOf(b));
                Assert.Equal(Members(a).Zip(Members(b)).Any(m => m.First && m.Second), a.Overlaps(b));
            },
            iter: Effort.Cases(2000));

    private static void Check(Func<IntervalSet<int>, IntervalSet<int>, IntervalSet<int>> operation, Func<bool, bool, bool> member)
        => Sets.Select(Sets).Sample(
            (a, b) =>
            {
                var result = operation(a, b);
                Assert.Equal(Members(a).Zip(Members(b), member), Members(result));
                AssertCanonical(result);
            },
            iter: Effort.Cases(3000));

    // Beyond the universe every generated set is constant, so one more member stands for all of that.
    private static List<bool> Members(IntervalSet<int> set) => [.. Enumerable.Range(0, (2 * Universe) + 1).Select(set.Contains)];

    private static void AssertCanonical(IntervalSet<int> set)
    {
        Assert.Equal(set.IsEmpty, set.Intervals.Length == 0);
        for (var i = 0; i < set.Intervals.Length; i++)
        {
            var interval = set.Intervals[i];
            Assert.True(interval.High is not { } end || end > interval.Low, "an interval is not empty");
            Assert.True(i == 0 || set.Intervals[i - 1].High < interval.Low, "intervals are sorted and do not touch");
        }
    }
}
