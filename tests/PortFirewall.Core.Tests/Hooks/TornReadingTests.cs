using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>iptables-save and nft are read one beside the other: what somebody changes in between is in one of them only.</summary>
public sealed class TornReadingTests
{
    private const string Drop = """{"counter":{"packets":0,"bytes":0}},{"drop":null}""";

    [Fact]
    public void Two_readings_that_say_the_same_are_whole() => Assert.False(IsTorn(Rulesets.WithPolicy("ACCEPT", "-j DROP"), Drop));

    [Fact]
    public void A_rule_that_only_nft_has_is_seen() => Assert.True(IsTorn(Rulesets.WithPolicy("ACCEPT"), Drop));

    [Fact]
    public void A_rule_that_only_iptables_has_is_seen() => Assert.True(IsTorn(Rulesets.WithPolicy("ACCEPT", "-j DROP")));

    [Fact]
    public void A_table_that_is_not_of_iptables_tears_nothing()
    {
        OtherHooks.Attach(Rulesets.WithPolicy("ACCEPT"), Read(Chain("c", "inet", "filter", "input"), Rule("c", Drop)), null, [], out var isTorn);
        Assert.False(isTorn);
    }

    private static bool IsTorn(IptablesRuleset ruleset, params string[] native)
    {
        OtherHooks.Attach(
            ruleset, Read([Chain("INPUT", "ip", "filter", "input", 0, "accept", "filter"), .. native.Select(r => Rule("INPUT", r, "ip", "filter"))]), null, [], out var isTorn);
        return isTorn;
    }
}
