using System.Diagnostics;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>The same with rule sets that people and their tools have made.</summary>
public sealed class CorpusAgreesTests(ITestOutputHelper output)
{
    [CorpusFact]
    public async Task The_kernel_agrees_with_every_verdict_over_the_rule_sets_of_others()
    {
        var clock = Stopwatch.StartNew();
        var comparison = new KernelComparison();
        var notLoaded = new List<string>();
        var notRead = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var dump in Corpus.ShareOfToday(Corpus.Loadable(), 7))
        {
            var (name, family, backends) = dump;
            var text = await File.ReadAllTextAsync(dump.File);
            var world = new EdgePackets(text, family);
            foreach (var backend in Corpus.IsWhole ? backends : backends.Take(1))
            {
                using var twin = await Twin.CreateAsync(world.Plan, CancellationToken.None);
                try
                {
                    await twin.LoadAsync(family, backend, text, CancellationToken.None);
                }
                catch (FirewallException error) when (error.ErrorId == "ToolFailedInTwin")
                {
                    notLoaded.Add($"{name} ({backend}): {error.Message}");
                    continue;
                }
                await comparison.CompareAsync(twin, await ReadableAsync(twin, text, family, backend, notRead, name), backend, world.Facts, world.Make(new Random(1), Corpus.IsWhole ? 600 : 200), $"{name} {backend}", mayAnswer: false, mustKnow: false);
            }
        }
        output.WriteLine($"{comparison.Rulesets} rule sets, {comparison.Packets} packets of which {comparison.Arrived} arrived, "
            + $"{comparison.Unknown} unknown ({100.0 * comparison.Unknown / Math.Max(1, comparison.Packets):0.00} %), {clock.Elapsed.TotalSeconds:0.0} s");
        output.WriteLine($"Not loaded: {string.Join('\n', notLoaded)}\nRead as the kernel holds them: {string.Join(", ", notRead)}");
        output.WriteLine(string.Join('\n', comparison.Conditions.OrderByDescending(c => c.Value).Take(20).Select(c => $"{c.Value} times {c.Key}")));
        Assert.True(comparison.Disagreements.Length == 0, comparison.Disagreements);
        Assert.True(comparison.Packets > 0, "No rule set was compared.");
    }

    /// <summary>The text itself; where it holds commands that make no rules, what the kernel made of them.</summary>
    private static async Task<string> ReadableAsync(Twin twin, string text, AddressFamily family, IptablesBackend backend, SortedSet<string> notRead, string name)
    {
        try
        {
            _ = RulesetReader.Read(text, family);
            return text;
        }
        catch (FirewallException error) when (error.ErrorId == "UnreadableRuleset")
        {
            notRead.Add(name);
            return (await twin.RunAsync(Twin.IptablesTool(family, backend, "-save"), [], null, CancellationToken.None)).StandardOutput;
        }
    }
}
