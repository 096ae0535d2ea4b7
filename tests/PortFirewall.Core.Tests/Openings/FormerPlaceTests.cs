namespace PortFirewall.Core.Tests.Openings;

public sealed class FormerPlaceTests
{
    [Theory]
    [InlineData("a b R c", "a b c", 3)]
    [InlineData("a b R", "a b", 3)]
    [InlineData("R a", "a", 1)]
    [InlineData("a b R", "x y a b z", 5)]
    [InlineData("a b R c", "x a b y c z", 5)]
    [InlineData("a b R c d", "a d", 2)]
    [InlineData("a b R c", "c", 1)]
    [InlineData("a b R", "", 1)]
    [InlineData("a b R", "x", 1)]
    [InlineData("a R b", "b a", null)]
    public void A_rule_goes_back_among_those_that_stood_beside_it(string before, string now, int? place)
    {
        var chain = Chain(before);
        Assert.Equal(place, FormerPlace.Find(chain, chain.Rules.First(r => r.Specification == Text("R")), Chain(now)));
    }

    private static IptablesChain Chain(string rules)
        => Rulesets.Drop([.. rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Text)]).RequireChain("filter", "INPUT");

    private static string Text(string name) => $"-m comment --comment {name} -j ACCEPT";
}
