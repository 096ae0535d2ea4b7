using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>A rule in a table of iptables-nft is told in iptables' words, as long as these say all of it.</summary>
public sealed class NativeRulesTests
{
    [Theory]
    [InlineData("""{"limit":{"rate":5,"burst":5,"per":"minute"}}""", "limit --limit 5/min")]
    // What iptables would print the same, and what it never makes.
    [InlineData("""{"limit":{"rate":5,"burst":5,"per":"minute","inv":true}}""", "nft ip filter INPUT:1 (limit rate over 5/minute burst 5 packets)")]
    [InlineData("""{"limit":{"rate":5,"burst":0,"per":"minute","rate_unit":"kbytes","burst_unit":"bytes"}}""", "nft ip filter INPUT:1 (limit rate 5 kbytes/minute)")]
    public void A_limit_is_told_as_the_rule_says_it(string limit, string condition)
    {
        var ruleset = OtherHooks.Attach(
            Rulesets.WithPolicy("DROP", "-m limit --limit 5/min -j ACCEPT"),
            Read(Chain("INPUT", "ip", "filter", "input", 0, "drop", "filter"), Rule("INPUT", limit + """,{"counter":{"packets":0,"bytes":0}},{"accept":null}""", "ip", "filter")), null);
        var path = PortPathAnalysis.Analyze(ruleset, Rulesets.Tcp(22).Packets, "tcp");
        Assert.Equal([condition], Assert.Single(path.Segments).Conditions);
    }
}
