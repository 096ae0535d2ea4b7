using CsCheck;

namespace PortFirewall.Core.Tests.Text;

/// <summary>Whatever a file holds, reading it gives rules or an error with a name, and never anything else.</summary>
public sealed class ReaderFuzzTests
{
    private static readonly Gen<string> Fragments = Gen.OneOf(
        "*filter", "*nat", "*", ":INPUT ", ":INPUT DROP [0:0]", ":web - [0:0]", ":", "-A INPUT ", "-A web ", "-A ", "-A", "COMMIT", "#", "\n", "\n", "\n", "\r\n", "\r",
        "[1:60] ", "[", "]", "[:]", " ", "  ", "\t", "!", "! ", "\"", "\\", "-p tcp ", "-p", " -s 192.0.2.0/24", " -s ", " -m ", " -m tcp --dport 22", " --dport ", " -j ACCEPT",
        " -j web", " -g web", " -j", " --comment ", "\"a b\" ", "\0", "\u2028", "é", "-", "--", "0", "99999999999999999999", "-m multiport --dports 1,2:3,", "/", ",", ":");

    private static readonly Gen<string> Texts = Gen.OneOf(
        Fragments.Array[0, 25].Select(string.Concat),
        Gen.String[0, 60],
        Fragments.Array[0, 12].Select(f => "*filter\n:INPUT DROP [0:0]\n:web - [0:0]\n-A INPUT " + string.Concat(f)));

    [Fact]
    public void Any_text_is_a_rule_set_or_a_named_error()
        => Texts.Sample(
            text =>
            {
                try
                {
                    foreach (var rule in RulesetReader.Read(text, AddressFamily.IPv4).Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules))
                        LookAtEverything(rule);
                }
                catch (FirewallException error)
                {
                    Assert.Equal("UnreadableRuleset", error.ErrorId);
                }
            },
            iter: Effort.Cases(20_000));

    [Fact]
    public void Any_text_is_a_rule_or_a_named_error()
        => Texts.Sample(
            text =>
            {
                try
                {
                    RuleNormalForm.Of(RuleReader.Read(text), AddressFamily.IPv6);
                }
                catch (FirewallException error)
                {
                    Assert.Equal("InvalidSpecification", error.ErrorId);
                }
            },
            iter: Effort.Cases(20_000));

    [Fact]
    public void Any_rule_set_that_can_be_read_has_a_way_for_packets_and_a_place_for_a_rule()
        => Texts.Sample(
            text =>
            {
                try
                {
                    var ruleset = RulesetReader.Read(text, AddressFamily.IPv4);
                    var asked = new PortRule { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(22, 22) };
                    Assert.NotEmpty(PortPathAnalysis.Analyze(ruleset, asked.Packets, "tcp").Segments);
                    Assert.Single(InsertPlanner.Plan(ruleset, [asked], position: null, force: false));
                }
                catch (FirewallException error)
                {
                    Assert.Equal("UnreadableRuleset", error.ErrorId);
                }
            },
            iter: Effort.Cases(5_000));

    [Fact]
    public void Reading_a_large_rule_set_takes_memory_in_proportion()
    {
        var text = "*filter\n:INPUT DROP [0:0]\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"-A INPUT -s 10.0.{i / 256 % 256}.{i % 256}/32 -p tcp -m tcp --dport 22 -j DROP\n")) + "COMMIT\n";
        var before = GC.GetAllocatedBytesForCurrentThread();
        var ruleset = RulesetReader.Read(text, AddressFamily.IPv4);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(50_000, ruleset.RequireChain("filter", "INPUT").Rules.Count);
        Assert.True(allocated < 12L * text.Length, $"{allocated} bytes for a text of {text.Length} characters");
    }

    private static void LookAtEverything(IptablesRule rule)
    {
        foreach (var property in typeof(IptablesRule).GetProperties())
            _ = property.GetValue(rule);
        _ = RuleDetails.Describe(rule.Syntax);
        _ = PortRuleReader.Read(rule);
        _ = RuleNormalForm.Of(rule);
        _ = rule.ToString();
    }
}
