using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>Chains, hooks, priorities and policies.</summary>
public sealed class NftChainTests
{
    private const string Drop = """{"drop":null}""";
    private const string Accept = """{"accept":null}""";

    private static readonly string Base = Chain("c", "inet", "filter", "input");

    [Theory]
    [InlineData("jump", "Drop nft inet t c:2")]
    [InlineData("goto", "Accept INPUT:policy")]
    public void From_the_end_of_a_chain_packets_come_back_or_do_not(string how, string expected)
        => Assert.Equal(expected, Verdict(Base, Chain("x"), Rule("x", """{"counter":null}"""), Rule("c", $$$"""{"{{{how}}}":{"target":"x"}}"""), Rule("c", Drop)));

    [Fact]
    public void Return_leads_back_to_the_jump_and_from_a_base_chain_to_its_policy()
    {
        Assert.Equal("Drop nft inet t c:2", Verdict(Base, Chain("x"), Rule("x", """{"return":null}"""), Rule("x", Accept), Rule("c", """{"jump":{"target":"x"}}"""), Rule("c", Drop)));
        Assert.Equal("Drop nft inet t c:policy", Verdict(Chain("c", "inet", "filter", "input", policy: "drop"), Rule("c", """{"return":null}"""), Rule("c", Accept)));
    }

    [Fact]
    public void Accepting_ends_one_base_chain_and_not_the_next()
        => Assert.Equal("Drop nft inet t d:1", Verdict(Base, Rule("c", Accept), Rule("c", Drop), Chain("d", "inet", "filter", "input", priority: -4), Rule("d", Drop)));

    [Theory]
    [InlineData(-5, "Drop nft inet t c:1")]
    [InlineData(5, "Drop INPUT:1")]
    public void Of_two_that_drop_the_one_with_the_lower_priority_does(int priority, string expected)
        => Assert.Equal(expected, NftEvaluationTests.Verdict(Beside(Rulesets.WithPolicy("ACCEPT", "-p tcp -j DROP"), [Chain("c", "inet", "filter", "input", priority), Rule("c", Drop)])));

    [Theory]
    [InlineData("2147483648")]
    [InlineData("\"filter\"")]
    [InlineData("null")]
    public void A_priority_that_is_none_is_an_error(string priority)
        => Assert.Throws<System.Text.Json.JsonException>(() => Read($$$"""{"chain":{"family":"ip","table":"t","name":"c","hook":"input","prio":{{{priority}}}}}"""));

    [Fact]
    public void A_chain_without_rules_counts_by_its_policy_only()
    {
        Assert.Equal("Accept INPUT:policy", Verdict(Base));
        Assert.Equal("Drop nft inet t c:policy", Verdict(Chain("c", "inet", "filter", "input", policy: "drop")));
        Assert.Equal("Accept INPUT:policy", Verdict(Chain("c"), Rule("c", Drop)));
    }

    [Theory]
    [InlineData("\"dormant\"", "Accept INPUT:policy")]
    [InlineData("""["dormant","owner"]""", "Accept INPUT:policy")]
    [InlineData("\"owner\"", "Drop nft inet t c:1")]
    [InlineData("\"odd\"", "Unknown nft inet t c:1")]
    public void A_table_that_sleeps_does_nothing(string flags, string expected)
        => Assert.Equal(expected, Verdict($$$"""{"table":{"family":"inet","name":"t","flags":{{{flags}}}}}""", Base, Rule("c", Drop)));

    [Fact]
    public void Chains_that_lead_into_themselves_are_not_followed_for_ever()
        => Assert.StartsWith("Unknown", Verdict(Base, Chain("x"), Chain("y"), Rule("c", """{"jump":{"target":"x"}}"""), Rule("x", """{"jump":{"target":"y"}}"""), Rule("y", """{"goto":{"target":"x"}}""")), StringComparison.Ordinal);

    [Fact]
    public void Chains_that_are_nested_very_deep_are_not_followed()
        => Assert.StartsWith("Unknown", Verdict([Base, Rule("c", """{"jump":{"target":"x0"}}"""), .. Enumerable.Range(0, 5000).SelectMany(i => new[] { Chain($"x{i}"), Rule($"x{i}", $$$"""{"jump":{"target":"x{{{i + 1}}}"}}""") }), Chain("x5000")]), StringComparison.Ordinal);

    [Fact]
    public void Chains_that_double_the_way_again_and_again_end()
        => Assert.StartsWith("Unknown", Verdict([Base, Rule("c", """{"jump":{"target":"x0"}}"""), .. Enumerable.Range(0, 50).SelectMany(i => new[] { Chain($"x{i}"), Rule($"x{i}", $$$"""{"jump":{"target":"x{{{i + 1}}}"}}"""), Rule($"x{i}", $$$"""{"jump":{"target":"x{{{i + 1}}}"}}""") }), Chain("x50")]), StringComparison.Ordinal);

    private static string Verdict(params IEnumerable<string> objects) => NftEvaluationTests.Verdict(Beside(Rulesets.WithPolicy("ACCEPT"), objects));
}
