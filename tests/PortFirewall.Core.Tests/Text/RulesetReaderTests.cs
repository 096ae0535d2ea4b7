namespace PortFirewall.Core.Tests.Text;

public sealed class RulesetReaderTests
{
    private const string Small = "*filter\n:INPUT DROP [3:180]\n:web - [0:0]\n[1:60] -A INPUT -p tcp -j web\n-A web -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n";

    [Fact]
    public void Chains_rules_and_counters_are_read()
    {
        var ruleset = Read(Small);
        var input = ruleset.RequireChain("filter", "INPUT");
        Assert.Equal((ChainPolicy.Drop, 3ul, 180ul), (input.Policy, input.Packets, input.Bytes));
        var rule = Assert.Single(input.Rules);
        Assert.Equal((1, 1ul, 60ul, "-p tcp -j web"), (rule.Number, rule.Packets, rule.Bytes, rule.Specification));
        var web = ruleset.RequireChain("filter", "web");
        Assert.Equal((ChainPolicy.None, false, 1), (web.Policy, web.IsBuiltIn, web.ReferenceCount));
        Assert.Equal("80", Assert.Single(web.Rules).DestinationPort);
    }

    [Fact]
    public void A_line_break_in_a_comment_does_not_begin_another_rule()
    {
        var rules = Read("*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp -m comment --comment \"x\n-A INPUT -j ACCEPT\n#\" -j DROP\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n")
            .RequireChain("filter", "INPUT").Rules;
        Assert.Equal(["DROP", "ACCEPT"], rules.Select(r => r.Target));
        Assert.Equal("x\n-A INPUT -j ACCEPT\n#", rules[0].Comment);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_an_error()
        => Assert.Equal(
            "UnreadableRuleset",
            Assert.Throws<FirewallException>(() => Read("*filter\n:INPUT DROP [0:0]\n-A INPUT -m comment --comment \"x -j DROP\nCOMMIT\n")).ErrorId);

    [Fact]
    public void The_largest_counters_are_exact()
        => Assert.Equal(ulong.MaxValue, Read("*filter\n:INPUT ACCEPT [18446744073709551615:0]\nCOMMIT\n").RequireChain("filter", "INPUT").Packets);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n\n")]
    [InlineData("\n# a comment\n")]
    public void Line_ends_empty_lines_and_comments_change_nothing(string lineEnd)
        => AssertSameRules(Read(Small), Read(Small.Replace("\n", lineEnd, StringComparison.Ordinal)));

    [Fact]
    public void The_last_line_end_may_be_missing() => AssertSameRules(Read(Small), Read(Small[..^1]));

    [Theory]
    [InlineData("*filter\n-A INPUT -j DROP\n-I INPUT -j ACCEPT\n-I INPUT 2 -i lo -j ACCEPT\nCOMMIT\n", "-j ACCEPT|-i lo -j ACCEPT|-j DROP")]
    [InlineData("*filter\n--insert INPUT -j ACCEPT\n--append INPUT -j DROP\n-A  INPUT\t-i lo  -j DROP\nCOMMIT\n", "-j ACCEPT|-j DROP|-i lo  -j DROP")]
    [InlineData("*filter\n-A INPUT -j ACCEPT\n-F\n-A INPUT -j DROP\nCOMMIT\n", "-j DROP")]
    [InlineData("*filter\n-A INPUT -j ACCEPT\n-F INPUT\n  -A INPUT -j DROP\nCOMMIT\n", "-j DROP")]
    [InlineData("*filter\n-Z\n-A \"INPUT\" -j DROP\nCOMMIT\n", "-j DROP")]
    [InlineData("*filter\n-A INPUT\nCOMMIT\n", "")]
    [InlineData("*filter\n-A INPUT -j DROP\r\t\r\nCOMMIT\n", "-j DROP")]
    public void The_commands_that_make_rules_are_obeyed(string text, string rules)
    {
        var read = Read(text).RequireChain("filter", "INPUT").Rules;
        Assert.Equal(rules.Split('|'), read.Select(r => r.Specification));
        Assert.Equal(Enumerable.Range(1, read.Count), read.Select(r => r.Number));
    }

    [Fact]
    public void The_commands_that_make_chains_are_obeyed()
    {
        var ruleset = Read("*filter\n-N web\n--new-chain mail\n-A web -j DROP\n-X mail\n-P INPUT DROP\n-P OUTPUT ACCEPT\n:FORWARD - [0:0]\nCOMMIT\n");
        Assert.Single(ruleset.RequireChain("filter", "web").Rules);
        Assert.Null(ruleset.FindChain("filter", "mail"));
        Assert.Equal("Drop Accept Accept", string.Join(' ', new[] { "INPUT", "OUTPUT", "FORWARD" }.Select(c => ruleset.RequireChain("filter", c).Policy)));
    }

    // iptables-restore takes such rules: the kernel has the chain whether or not a text declares it.
    [Fact]
    public void A_chain_of_the_kernel_need_not_be_declared()
        => Assert.Equal(ChainPolicy.Accept, Read("*nat\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n").RequireChain("nat", "POSTROUTING").Policy);

    [Fact]
    public void A_file_of_nothing_but_insertions_is_read_in_time()
    {
        var text = "*filter\n-A INPUT -j DROP\n" + string.Concat(Enumerable.Repeat("-I INPUT 2 -j DROP\n", 200_000)) + "COMMIT\n";
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(200_001, Read(text).RequireChain("filter", "INPUT").Rules.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public void Several_tables_are_read_and_those_of_the_kernel_are_always_there()
    {
        var ruleset = Read("*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j NOTRACK\nCOMMIT\n" + Small);
        Assert.Equal(["filter", "nat", "mangle", "raw", "security"], ruleset.Tables.Select(t => t.Name));
        Assert.Single(ruleset.RequireChain("raw", "PREROUTING").Rules);
        Assert.Equal(ChainPolicy.Accept, ruleset.RequireChain("filter", "FORWARD").Policy);
        Assert.Empty(ruleset.RequireChain("nat", "POSTROUTING").Rules);
    }

    // Only a line feed ends a line for iptables-restore; a comment may hold any of these, and must not become a rule.
    [Theory]
    [InlineData('\u2028')]
    [InlineData('\u0085')]
    [InlineData('\f')]
    [InlineData('\v')]
    [InlineData('\r')]
    public void A_character_that_looks_like_a_line_end_does_not_end_a_line(char separator)
    {
        var specification = $"-p tcp -m comment --comment \"x{separator}-A INPUT -j ACCEPT\" -j DROP";
        var rule = Assert.Single(Read($"*filter\n:INPUT DROP [0:0]\n-A INPUT {specification}\nCOMMIT\n").RequireChain("filter", "INPUT").Rules);
        Assert.Equal(specification, rule.Specification);
        Assert.Equal("DROP", rule.Target);
    }

    [Fact]
    public void A_rule_that_nobody_understands_is_kept_to_the_letter()
    {
        const string Odd = "-m fancy  --odd \"a b\" ?? -j WHATEVER --x";
        var rule = Assert.Single(Read($"*filter\n:INPUT DROP [0:0]\n-A INPUT {Odd}\nCOMMIT\n").RequireChain("filter", "INPUT").Rules);
        Assert.Equal(Odd, rule.Specification);
    }

    [Theory]
    [InlineData("*filter\n:INPUT DROP [0:0]\nnonsense\n", 3, 1)]
    [InlineData(":INPUT DROP [0:0]\n", 1, 1)]
    [InlineData("-A INPUT -j DROP\n", 1, 1)]
    [InlineData("*filter\n:INPUT\n", 2, 1)]
    [InlineData("*filter\n:INPUT REJECT [0:0]\n", 2, 8)]
    [InlineData("*filter\n:INPUT DROP 0:0\n", 2, 1)]
    [InlineData("*filter\n:INPUT DROP [0:]\n", 2, 1)]
    [InlineData("*filter\n:INPUT DROP [-1:0]\n", 2, 1)]
    [InlineData("*filter\n:INPUT DROP [18446744073709551616:0]\n", 2, 1)]
    [InlineData("*filter\n:INPUT DROP [0:0]\n:INPUT DROP [0:0]\n", 3, 2)]
    [InlineData("*filter\n:INPUT DROP [0:0]\n[0:0 -A INPUT -j DROP\n", 3, 1)]
    [InlineData("*filter\n:INPUT DROP [0:0]\n[0] -A INPUT -j DROP\n", 3, 1)]
    [InlineData("*filter\n:INPUT DROP [0:0]\n-D INPUT -j DROP\n", 3, 1)]
    [InlineData("*filter\n:INPUT DROP [0:0]\n-A\n", 3, 3)]
    [InlineData("*filter\n:INPUT DROP [0:0]\n-I INPUT 2 -j DROP\n", 3, 4)]
    [InlineData("*filter\n:INPUT DROP [0:0]\n-I INPUT 99999999999 -j DROP\n", 3, 10)]
    [InlineData("*filter\n-P INPUT REJECT\n", 2, 4)]
    [InlineData("*filter\n:web ACCEPT [0:0]\n", 2, 6)]
    [InlineData("*filter\n-N web\n-N web\n", 3, 4)]
    [InlineData("*filter\n-N INPUT\n", 2, 4)]
    [InlineData("*filter\n-A \"INPUT -j \"DROP\n", 2, 4)]
    [InlineData("*filter\n-X INPUT\n", 2, 4)]
    [InlineData("*filter\n-A INPUT -j DROP\n", 3, 1)]
    [InlineData("*filter\n*nat\n", 2, 1)]
    [InlineData("*\n", 1, 2)]
    [InlineData("*filter\nCOMMIT\nCOMMIT\n", 3, 1)]
    [InlineData("*filter\n:INPUT DROP [0:0]\n[0:0] -D INPUT -j DROP\n", 3, 7)]
    [InlineData("*filter\n:INPUT DROP [0:0]\n-A web -j DROP\n", 3, 4)]
    [InlineData("*filter\nCOMMIT\n*filter\nCOMMIT\n", 3, 1)]
    [InlineData("*filter\nCOMMIT\n-A INPUT -j DROP\n", 3, 1)]
    public void What_can_not_be_read_is_an_error_with_line_and_column(string text, int line, int column)
        => Assert.Contains($"line {line}, column {column}:", Expect.Error("UnreadableRuleset", () => Read(text)).Message, StringComparison.Ordinal);

    private static IptablesRuleset Read(string text) => RulesetReader.Read(text, AddressFamily.IPv4);

    private static void AssertSameRules(IptablesRuleset expected, IptablesRuleset actual)
        => Assert.Equal(Lines(expected), Lines(actual));

    private static IEnumerable<string> Lines(IptablesRuleset ruleset)
        => ruleset.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules.Select(r => $"{r.Packets}:{r.Bytes} {r}").Prepend($"{c} {c.Policy} {c.Packets}:{c.Bytes}"));
}
