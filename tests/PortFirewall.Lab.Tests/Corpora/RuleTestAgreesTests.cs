using System.Diagnostics;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary><c>Test-IptablesRule</c> finds what is there, and answers every question as <c>iptables --check</c> does when a person types it.</summary>
public sealed class RuleTestAgreesTests(ITestOutputHelper output)
{
    [CorpusFact]
    public async Task Every_rule_of_others_is_found_and_variations_of_it_where_iptables_finds_them()
    {
        var clock = Stopwatch.StartNew();
        var comparison = new RuleTestComparison();
        foreach (var dump in Corpus.ShareOfToday(Corpus.Loadable(), 10))
        {
            if (await dump.ImportAsync() is not { } ruleset)
                continue;
            foreach (var backend in Corpus.IsWhole ? dump.Backends : dump.Backends.Take(1))
            {
                await using var scratch = await ScratchNamespace.CreateAsync(dump.Family, backend);
                Assert.True(await scratch.LoadAsync(dump.File), dump.Name);
                foreach (var rule in Some(ruleset.Rules))
                {
                    await comparison.ExpectAsync(scratch, rule, $"{dump} {rule.Place}");
                    // Two of the four ways to vary it, and the others of the next rule.
                    foreach (var question in RuleQuestions.About(rule.Specification).Where((_, i) => i % 2 == rule.Number % 2))
                        await comparison.AskAsync(scratch, rule, question);
                }
            }
        }
        output.WriteLine($"Rules of others: {comparison}, {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.True(comparison.Disagreements.Length == 0, comparison.Disagreements);
        Assert.True(comparison.Found > (Corpus.IsWhole ? 8000 : 50), $"{comparison.Found} rules");
    }

    [CorpusFact]
    public async Task Every_case_of_netfilter_that_iptables_takes_is_found_once_it_is_there()
    {
        var clock = Stopwatch.StartNew();
        var comparison = new RuleTestComparison();
        foreach (var cases in Corpus.ShareOfToday(NetfilterCase.All(), 25).GroupBy(c => (c.Family, c.Backend)))
        {
            await using var scratch = await ScratchNamespace.CreateAsync(cases.Key.Family, cases.Key.Backend);
            foreach (var one in cases)
            {
                foreach (var line in one.Setup)
                    (await scratch.TypeAsync(line.Replace("iptables", scratch.Tool().Name, StringComparison.Ordinal))).EnsureSuccess();
                var added = await scratch.TypeAsync($"{scratch.Tool().Name} --wait 20 -t {one.Rule.Table} -A {one.Rule.Chain} {one.Rule.Specification}");
                Assert.True(added.ExitCode == 0, $"{one}: {added.StandardError}");
                await comparison.ExpectAsync(scratch, one.Rule, one.ToString());
                (await scratch.TypeAsync($"{scratch.Tool().Name} --wait 20 -t {one.Rule.Table} -F {one.Rule.Chain}")).EnsureSuccess();
            }
        }
        output.WriteLine($"netfilter's own cases: {comparison}, {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.True(comparison.Disagreements.Length == 0, comparison.Disagreements);
        Assert.True(comparison.Found > (Corpus.IsWhole ? 1800 : 50), $"{comparison.Found} rules");
    }

    /// <summary>A few, spread over all of them; all of them in the long run.</summary>
    private static IEnumerable<T> Some<T>(IReadOnlyList<T> all)
        => Corpus.IsWhole ? all : all.Where((_, i) => i % Math.Max(1, all.Count / 4) == 0).Take(4);
}
