using CsCheck;

namespace PortFirewall.Core.Tests.Values;

public sealed class InterfaceSetTests
{
    private static readonly string[] Names = ["lo", "e", "et", "eth", "eth0", "eth00", "eth1", "eti", "f", "wlan0", "z~"];

    private static readonly Gen<string> Patterns = Gen.OneOf("lo", "e+", "eth+", "eth0", "eth0+", "eth1", "+", "wlan0", "wlan+", "f", "z~+");

    [Fact]
    public void A_pattern_matches_as_the_kernel_compares_names()
        => Patterns.Sample(pattern =>
        {
            foreach (var name in Names)
                Assert.Equal(Matches(pattern, name), InterfaceSets.Matching(pattern).Contains(new InterfaceName(name)));
        });

    [Fact]
    public void Unions_and_differences_of_patterns_are_exact()
        => Gen.Select(Patterns.Array[0, 8], Patterns.Array[0, 8]).Sample(
            (some, others) =>
            {
                var left = Union(some).Except(Union(others));
                foreach (var name in Names)
                    Assert.Equal(some.Any(p => Matches(p, name)) && !others.Any(p => Matches(p, name)), left.Contains(new InterfaceName(name)));
            },
            iter: Effort.Cases(2000));

    [Fact]
    public void What_is_taken_out_and_put_back_makes_every_interface_again()
        => Patterns.Array[0, 8].Sample(
            patterns =>
            {
                var some = Union(patterns);
                Assert.Equal(InterfaceSets.All, InterfaceSets.All.Except(some).Union(some));
                Assert.Equal(some, InterfaceSets.All.Except(InterfaceSets.All.Except(some)));
            },
            iter: Effort.Cases(2000));

    [Theory]
    [InlineData("eth0")]
    [InlineData("wg-home")]
    [InlineData("br-1a2b3c4d5e6f")]
    [InlineData("eth0.100")]
    [InlineData("wlan+")]
    public void A_name_that_an_interface_can_have_is_taken_as_it_is(string name) => Assert.Equal(name, InterfaceSets.Check(name));

    [Theory]
    [InlineData("")]
    [InlineData("-eth0")]
    [InlineData("!eth0")]
    [InlineData("eth 0")]
    [InlineData("eth\t0")]
    [InlineData("eth\n0")]
    [InlineData("eth/0")]
    [InlineData("eth0:1")]
    [InlineData("eth\"0")]
    [InlineData("eth\\0")]
    [InlineData("eth'0")]
    [InlineData("eth\0")]
    [InlineData("éth0")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("e+h")]
    [InlineData("eth++")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("..")]
    public void A_name_that_no_interface_can_have_is_an_error(string name)
        => Expect.Error("InvalidInterfaceName", () => InterfaceSets.Check(name));

    [Theory]
    [InlineData("eth0", "eth0")]
    [InlineData("eth+", "eth+")]
    [InlineData("+", null)]
    public void A_pattern_is_described_as_it_is_written(string pattern, string? words)
        => Assert.Equal(words, InterfaceSets.Describe(InterfaceSets.Matching(pattern)));

    [Fact]
    public void Every_interface_but_loopback_is_said_as_what_it_lacks()
        => Assert.Equal("! lo", InterfaceSets.Describe(InterfaceSets.AllButLoopback));

    [Fact]
    public void Interfaces_in_any_number_are_described_by_their_names()
    {
        string[] names = ["eth0", "eth1", "eth2", "eth3", "eth4", "eth5"];
        Assert.Equal(string.Join(", ", names), InterfaceSets.Describe(Union(names)));
        Assert.Equal("! " + string.Join(", ", names), InterfaceSets.Describe(InterfaceSets.All.Except(Union(names))));
    }

    private static bool Matches(string pattern, string name)
        => pattern.EndsWith('+') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;

    private static IntervalSet<InterfaceName> Union(IEnumerable<string> patterns)
        => patterns.Aggregate(IntervalSet<InterfaceName>.Empty, (set, pattern) => set.Union(InterfaceSets.Matching(pattern)));
}
