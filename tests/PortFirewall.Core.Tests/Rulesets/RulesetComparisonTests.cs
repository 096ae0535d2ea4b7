using System.Diagnostics;
using CsCheck;

namespace PortFirewall.Core.Tests;

/// <summary>In what two rule sets differ: no more than is needed, and enough to get from one to the other.</summary>
public sealed class RulesetComparisonTests
{
    // Few, so that copies and moves come often; the last two are one rule in two spellings.
    private static readonly string[] Words = ["-j ACCEPT", "-j DROP", "-i lo -j ACCEPT", "-s 192.0.2.0/24 -j DROP", "-p tcp -m tcp --dport 22 -j ACCEPT", "--protocol tcp --dport 22 --jump ACCEPT"];

    private static readonly Gen<IptablesRuleset> AnyRuleset = Gen.Select(
        Gen.OneOf(Gen.Const("ACCEPT"), Gen.Const("DROP")), Gen.Int[0, Words.Length - 1].Array[0, 9], Gen.Int[0, Words.Length - 1].Array[0, 4], Gen.Bool,
        (policy, input, web, hasWeb) => Rulesets.Read(string.Join('\n',
        [
            "*filter", $":INPUT {policy} [0:0]", .. hasWeb ? [":web - [0:0]"] : Array.Empty<string>(),
            .. input.Select(r => "-A INPUT " + Words[r]), .. hasWeb ? web.Select(r => "-A web " + Words[r]) : [], "COMMIT",
        ])));

    [Fact]
    public void The_differences_lead_from_the_reference_to_the_difference()
        => Gen.Select(AnyRuleset, AnyRuleset).Sample(
            (reference, difference) => Assert.Equal(Describe(difference), Apply(reference, RulesetComparison.Compare(reference, difference).ToList())),
            iter: Effort.Cases(5_000));

    [Fact]
    public void What_stays_is_the_longest_that_could()
        => Gen.Select(AnyRuleset, AnyRuleset).Sample(
            (reference, difference) =>
            {
                var first = Forms(reference, "INPUT").ToArray();
                var second = Forms(difference, "INPUT").ToArray();
                Assert.Equal(LongestByTable(first, second), CommonSequence.Find(first, second).Count);
            },
            iter: Effort.Cases(5_000));

    [Fact]
    public void A_rule_set_does_not_differ_from_itself_whatever_it_counted()
        => AnyRuleset.Sample(
            ruleset => Assert.Empty(RulesetComparison.Compare(ruleset, Rulesets.Read(ruleset.Text.Replace("[0:0]", "[7:420]", StringComparison.Ordinal)))),
            iter: Effort.Cases(1_000));

    [Theory]
    [InlineData("1 2 3", "0 1 2 3", "IPv4: INPUT:1 was added: -p tcp -m tcp --dport 0 -j ACCEPT")]
    [InlineData("1 2 3", "1 3", "IPv4: INPUT:2 was removed: -p tcp -m tcp --dport 2 -j ACCEPT")]
    [InlineData("1 2 3 4", "4 1 2 3", "IPv4: INPUT:4 was moved to INPUT:1: -p tcp -m tcp --dport 4 -j ACCEPT")]
    [InlineData("1 2 1", "2 1", "IPv4: INPUT:1 was removed: -p tcp -m tcp --dport 1 -j ACCEPT")]
    [InlineData("1 1", "1", "IPv4: INPUT:2 was removed: -p tcp -m tcp --dport 1 -j ACCEPT")]
    public void One_change_is_one_difference(string reference, string difference, string expected)
        => Assert.Equal([expected], RulesetComparison.Compare(Ports(reference), Ports(difference)).Select(d => d.ToString()));

    [Fact]
    public void Policies_and_chains_are_told()
        => Assert.Equal(
            [
                "IPv4: the policy of INPUT was changed from Drop to Accept.", "IPv4: chain old was removed.", "IPv4: old:1 was removed: -j DROP",
                "IPv4: chain nat new was added.",
            ],
            RulesetComparison.Compare(
                Rulesets.Read("*filter\n:INPUT DROP [0:0]\n:old - [0:0]\n-A old -j DROP\nCOMMIT\n"), Rulesets.Read("*nat\n:new - [0:0]\nCOMMIT\n")).Select(d => d.ToString()));

    [Theory]
    [InlineData(10_000)]
    [InlineData(1)]
    public void Ten_thousand_rules_are_compared_in_bounded_time_also_where_all_are_alike(int kinds)
    {
        var rules = Enumerable.Range(0, 10_000).Select(i => $"{i % kinds}").ToList();
        var reference = Ports(string.Join(' ', rules));
        rules.Reverse();
        var difference = Ports("65000 " + string.Join(' ', rules) + " 65001");
        var watch = Stopwatch.StartNew();
        var found = RulesetComparison.Compare(reference, difference).ToList();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        Assert.Equal(Describe(difference), Apply(reference, found));
    }

    private static IptablesRuleset Ports(string ports) => Rulesets.Drop([.. ports.Split(' ').Select(p => $"-p tcp -m tcp --dport {p} -j ACCEPT")]);

    private static List<string> Apply(IptablesRuleset reference, List<IptablesRuleDifference> found)
    {
        var chains = Chains(reference).ToDictionary(c => c.Name, c => (c.Policy, Rules: c.Rules.ToList()), StringComparer.Ordinal);
        foreach (var change in found.Where(d => d.Kind == RuleDifferenceKind.ChainAdded))
            chains.Add(change.Chain, (ChainPolicy.None, []));
        foreach (var change in found.Where(d => d.Kind == RuleDifferenceKind.PolicyChanged))
            chains[change.Chain] = (change.DifferencePolicy!.Value, chains[change.Chain].Rules);
        foreach (var rules in found.Where(d => d.ReferenceRule is not null).GroupBy(d => d.Chain))
        {
            var gone = rules.Select(d => d.ReferenceNumber!.Value).ToHashSet();
            chains[rules.Key].Rules.RemoveAll(r => gone.Contains(r.Number));
        }
        foreach (var change in found.Where(d => d.DifferenceRule is not null).OrderBy(d => d.DifferenceNumber))
            chains[change.Chain].Rules.Insert(change.DifferenceNumber!.Value - 1, change.DifferenceRule!);
        foreach (var change in found.Where(d => d.Kind == RuleDifferenceKind.ChainRemoved))
        {
            Assert.Empty(chains[change.Chain].Rules);
            chains.Remove(change.Chain);
        }
        return Describe(chains.Select(c => (c.Key, c.Value.Policy, (IReadOnlyList<IptablesRule>)c.Value.Rules)));
    }

    private static List<string> Describe(IptablesRuleset ruleset) => Describe(Chains(ruleset).Select(c => (c.Name, c.Policy, c.Rules)));

    private static List<string> Describe(IEnumerable<(string Name, ChainPolicy Policy, IReadOnlyList<IptablesRule> Rules)> chains)
        => [.. chains.OrderBy(c => c.Name, StringComparer.Ordinal).SelectMany(c => c.Rules.Select(RuleNormalForm.Of).Prepend($"{c.Name} {c.Policy}"))];

    private static IReadOnlyList<IptablesChain> Chains(IptablesRuleset ruleset) => ruleset.FindTable("filter")!.Chains;

    private static IEnumerable<string> Forms(IptablesRuleset ruleset, string chain) => ruleset.FindChain("filter", chain)!.Rules.Select(RuleNormalForm.Of);

    /// <summary>The length of the longest common sequence, by the table that every textbook has.</summary>
    private static int LongestByTable(string[] first, string[] second)
    {
        var lengths = new int[first.Length + 1, second.Length + 1];
        for (var i = 1; i <= first.Length; i++)
        {
            for (var j = 1; j <= second.Length; j++)
                lengths[i, j] = first[i - 1] == second[j - 1] ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
        }
        return lengths[first.Length, second.Length];
    }
}
