namespace PortFirewall.Core.Tests.Issues;

/// <summary>Rule sets that no search would ever come to the end of, and a search that somebody stops.</summary>
public sealed class SearchEffortTests
{
    [Theory]
    [InlineData(60, "DROP")]
    [InlineData(60, "ACCEPT")]
    [InlineData(25, "LOG")]
    public void Chains_that_each_jump_twice_to_the_next_are_given_up_and_said_to_be(int depth, string last)
    {
        var effort = new SearchEffort();
        var issues = RuleIssueFinder.Find([Doubling(depth, $"-s 192.0.2.0/24 -p tcp -m tcp --dport 1:100 -j {last}")], "filter", effort);
        Assert.False(effort.IsComplete);
        Assert.InRange(effort.Visits, 1, 200_000);
        Assert.InRange(effort.Kept, 0, SearchEffort.MostKept);
        // Nothing is true of them but that the host has forgotten what every host needs.
        Assert.All(issues, i => Assert.True(i.Rule is null, i.Message));
    }

    [Fact]
    public void A_few_such_chains_are_searched_to_the_end()
    {
        var effort = new SearchEffort();
        RuleIssueFinder.Find([Doubling(6, "-s 192.0.2.0/24 -j DROP")], "filter", effort);
        Assert.True(effort.IsComplete);
    }

    [Fact]
    public void A_search_that_is_stopped_ends_there()
    {
        var effort = new SearchEffort(new CancellationToken(canceled: true));
        Assert.Throws<OperationCanceledException>(() => RuleIssueFinder.Find([Rulesets.Drop("-p tcp -m tcp --dport 22 -j ACCEPT")], "filter", effort));
        Assert.Equal(0, effort.Visits);
    }

    private static IptablesRuleset Doubling(int depth, string last)
        => Rulesets.Drop(["-j c1", .. Enumerable.Range(1, depth - 1).SelectMany(i => new[] { $"-A c{i} -j c{i + 1}", $"-A c{i} -j c{i + 1}" }), $"-A c{depth} {last}"]);
}
