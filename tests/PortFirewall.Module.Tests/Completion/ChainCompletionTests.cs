namespace PortFirewall;

/// <summary>Tab offers the chains that there are, each with what it is.</summary>
public sealed class ChainCompletionTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Nft", "4 rules in it or leading to it", "no rules, and none leads here")]
    [InlineData("Legacy", "2 rules", "0 rules")]
    public void Chains_come_with_policy_and_rules(string backend, string own, string empty)
    {
        var lab = With(backend, "-N Zebra", "-N allowed", "-A allowed -j ACCEPT", "-A allowed -j DROP", "-A INPUT -j allowed", "-A INPUT -j allowed");
        Assert.Equal(
            $"""
            INPUT: policy DROP, 4 rules (IPv4); policy DROP, 5 rules (IPv6)
            FORWARD: policy DROP, 0 rules (IPv4, IPv6)
            OUTPUT: policy ACCEPT, 0 rules (IPv4, IPv6)
            Zebra: user-defined chain, {empty} (IPv4, IPv6)
            allowed: user-defined chain, {own} (IPv4, IPv6)
            """,
            lab.Engine.Told($"Get-IptablesChain -Backend {backend} -NetworkNamespace {lab.Server} -Name |"));
        Assert.Equal("allowed", lab.Engine.Texts($"Add-IptablesPortRule 22 -NetworkNamespace {lab.Server} -Backend {backend} -Chain ALL|"));
        Assert.Equal("INPUT", lab.Engine.Texts($"Find-IptablesRuleIssue @on -Chain in|"));
    }

    [Fact]
    public void What_is_on_the_line_already_is_respected()
    {
        var lab = With("Nft", "-N both", "-t nat -N translated").By("IPv4", "-N only4");
        var on = $"-NetworkNamespace {lab.Server}";
        lab.Engine.Set("where", lab.Server);
        Assert.Equal("INPUT FORWARD OUTPUT both", lab.Engine.Texts($"Get-IptablesRule {on} -Backend Nft -AddressFamily IPv6 -Chain |"));
        Assert.Equal("only4", lab.Engine.Texts($"Get-IptablesRule {on} -Backend Nft -AddressFamily IPv4 -Chain on|"));
        Assert.Equal("PREROUTING INPUT OUTPUT POSTROUTING translated", lab.Engine.Texts($"Get-IptablesRule {on} -Backend Nft -Table nat -Chain |"));
        Assert.Equal("both", lab.Engine.Texts("Get-IptablesRule -NetworkNamespace $where -Backend Nft -Chain b|"));
        Assert.Equal("both", lab.Engine.Texts("Get-IptablesRule @on -Chain b|"));
    }

    [Fact]
    public void What_can_not_be_told_before_the_command_runs_is_not_taken_for_the_host()
    {
        var engine = labs.On("Nft").Engine;
        foreach (var place in new[] { "-NetworkNamespace (Get-Date)", "-NetworkNamespace \"x$lab\"", "-NetworkNamespace $lab.Server.Substring(1)", "@nothing", "-NetworkNamespace 'gone'", "-Backend (1)" })
            Assert.Equal("INPUT: built-in chain of the table filter", engine.Told($"Get-IptablesChain {place} -Name IN|"));
        Assert.Equal("PREROUTING", engine.Texts("Get-IptablesChain -NetworkNamespace (Get-Date) -Table nat -Name PR|"));
    }

    [Fact]
    public void To_ask_brings_no_table_into_being()
    {
        var lab = labs.On("Legacy");
        Assert.Equal("OUTPUT", lab.Engine.Texts($"Get-IptablesChain -NetworkNamespace {lab.Server} -Backend Legacy -Table security -Name O|"));
        Assert.Equal("filter\n", Shell.Run($"{lab.In} cat /proc/net/ip_tables_names"));
    }

    [Fact]
    public void A_rule_set_that_was_given_has_its_own_chains()
    {
        var engine = labs.On("Nft").Engine;
        engine.Run("$offline = '*filter', ':INPUT DROP [0:0]', ':mine - [0:0]', '-A mine -j ACCEPT', 'COMMIT' | Import-IptablesRuleset -AddressFamily IPv4").Quietly();
        Assert.Equal("mine: user-defined chain, 1 rule (IPv4)", engine.Told("Find-IptablesRuleIssue -Ruleset $offline -Chain m|"));
    }

    [Fact]
    public void A_target_is_what_the_table_has_or_a_chain_of_the_user()
    {
        var lab = With("Nft", "-N allowed");
        Assert.Equal("ACCEPT allowed", lab.Engine.Texts($"Get-IptablesRule -NetworkNamespace {lab.Server} -Backend Nft -Target a|"));
        Assert.Equal("REJECT RETURN", lab.Engine.Texts($"Test-IptablesRule -NetworkNamespace {lab.Server} -Backend Nft -Target RE|"));
        Assert.Equal("RETURN REDIRECT", lab.Engine.Texts($"Test-IptablesRule -NetworkNamespace {lab.Server} -Backend Nft -Table nat -Target RE|"));
    }

    private TestLab With(string backend, params string[] rules)
    {
        var lab = labs.On(backend);
        foreach (var rule in rules)
            lab.By(rule);
        return lab;
    }
}
