using CsCheck;
using PortFirewall.Core.Tests.Models;

namespace PortFirewall.Core.Tests.Issues;

/// <summary>A person deletes rules on our word: what is said of them has to hold for every packet.</summary>
public sealed class IssueProperties
{
    private static readonly RuleIssueId[] NeverReached = [RuleIssueId.Shadowed, RuleIssueId.Unreachable, RuleIssueId.Duplicate, RuleIssueId.EmptyMatch];

    [Fact]
    public void No_packet_is_taken_by_a_rule_that_is_said_to_be_reached_by_none()
        => Check((ruleset, issues, samples) =>
        {
            var dead = issues.Where(i => NeverReached.Contains(i.Id) && i.Rule is not null).Select(i => (i.Table, i.Chain, i.RuleNumber!.Value)).ToHashSet();
            foreach (var sample in samples)
                Assert.Empty(Interpreter.FindHit(ruleset, sample).Intersect(dead));
        });

    [Fact]
    public void No_packet_that_opens_a_connection_is_accepted_by_a_rule_behind_a_block()
        => Check((ruleset, issues, samples) =>
        {
            var blocked = issues.Where(i => i.Id == RuleIssueId.AllowBehindBlock).Select(i => (i.Table, i.Chain, i.RuleNumber!.Value)).ToHashSet();
            foreach (var sample in samples.Where(s => s.State == ConnectionStates.New))
                Assert.Empty(Interpreter.FindHit(ruleset, sample).Intersect(blocked));
        });

    [Fact]
    public void Without_some_or_all_that_is_said_to_decide_nothing_every_packet_fares_the_same()
        => Check((ruleset, issues, samples) =>
        {
            var removable = issues.Where(i => i.Rule is not null && (i.Id == RuleIssueId.Redundant || NeverReached.Contains(i.Id))).Select(i => (i.Chain, i.RuleNumber!.Value)).ToList();
            foreach (var part in new[] { 1, 2, 3 })
                AssertNothingChanges(ruleset, samples, [.. removable.Where((_, i) => part == 1 || i % 2 == part - 2)]);
        });

    [Fact]
    public void The_rules_that_are_named_are_enough_by_themselves()
        => Check((ruleset, issues, samples) =>
        {
            // Without every other rule that could take its packets, nothing comes to it still.
            foreach (var issue in issues.Where(i => i.Id is RuleIssueId.Shadowed or RuleIssueId.Duplicate or RuleIssueId.AllowBehindBlock && i.Chain == "INPUT"))
            {
                var named = issue.Related.Select(r => (r.Chain, r.Number)).Append((issue.Chain, issue.RuleNumber!.Value)).ToHashSet();
                var input = ruleset.Find("filter", "INPUT")!;
                var kept = input.Rules.Select((r, i) => named.Contains(("INPUT", i + 1)) ? r : new ModelRule([], null)).ToList();
                var rest = ruleset with { Chains = [.. ruleset.Chains.Select(c => c.Name == "INPUT" ? c with { Rules = kept } : c)] };
                foreach (var sample in samples.Where(s => issue.Id != RuleIssueId.AllowBehindBlock || s.State == ConnectionStates.New))
                    Assert.DoesNotContain(("filter", "INPUT", issue.RuleNumber!.Value), Interpreter.FindHit(rest, sample));
            }
        });

    private static void AssertNothingChanges(ModelRuleset ruleset, IEnumerable<Packet> samples, HashSet<(string Chain, int Number)> gone)
    {
        var rest = ruleset with { Chains = [.. ruleset.Chains.Select(c => c with { Rules = [.. c.Rules.Where((_, index) => !gone.Contains((c.Name, index + 1)))] })] };
        foreach (var sample in samples)
            Assert.Equal(Verdicts(ruleset, sample), Verdicts(rest, sample));
    }

    private static HashSet<PortVerdict> Verdicts(ModelRuleset ruleset, Packet packet) => [.. Interpreter.Decide(ruleset, packet).Select(d => d.Verdict)];

    private static void Check(Action<ModelRuleset, List<IptablesRuleIssue>, IEnumerable<Packet>> property)
    {
        foreach (var world in new[] { World.IPv4, World.IPv6 })
        {
            Gen.Select(Gen.Bool.SelectMany(certain => AnyRuleset.Filter(world, certain)), world.Packets.Array[40]).Sample(
                (ruleset, samples) =>
                {
                    // The model's packets have flags only where they open a connection; asked twice, chance answers twice.
                    var flags = ruleset.Chains.Any(c => c.Rules.Any(r => r.Text.Contains("--syn", StringComparison.Ordinal) || r.Text.Contains("--tcp-flags", StringComparison.Ordinal)));
                    var issues = RuleIssueFinder.Find([ruleset.Read()], "filter", out var isComplete);
                    Assert.True(isComplete);
                    property(ruleset, issues, samples.Where(s => !flags || s.State == ConnectionStates.New));
                },
                iter: Effort.Cases(300),
                print: t => $"{t.Item1}\n{string.Join('\n', t.Item2.Select(p => p.ToString()))}");
        }
    }
}
