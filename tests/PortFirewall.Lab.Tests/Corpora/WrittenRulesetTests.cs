using System.Diagnostics;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>What the module writes of a rule set loads into the kernel wherever the original does, and makes the same rules.</summary>
public sealed class WrittenRulesetTests(ITestOutputHelper output)
{
    /// <summary>It lists, checks and renames in place of making rules, and of commands the module reads those only that make rules.</summary>
    private const string NotRead = "unsupported_command";

    [CorpusFact]
    public async Task Every_rule_set_of_others_that_loads_does_so_again_after_it_was_written_and_makes_the_same_rules()
    {
        var clock = Stopwatch.StartNew();
        var (dumps, loads) = (0, 0);
        var wrong = new List<string>();
        var written = Path.Combine(Directory.CreateTempSubdirectory("portfirewall-written-").FullName, "rules");
        try
        {
            foreach (var dump in Corpus.ShareOfToday(Corpus.Dumps().Where(d => !d.Name.EndsWith(NotRead, StringComparison.Ordinal)), 6))
            {
                dumps++;
                var ruleset = await dump.ImportAsync();
                if (ruleset is not null)
                    await RulesetExport.WriteAsync([(ruleset, written)], CancellationToken.None);
                foreach (var backend in Enum.GetValues<IptablesBackend>())
                {
                    await using var original = await ScratchNamespace.CreateAsync(dump.Family, backend);
                    if (!await original.LoadAsync(dump.File))
                        continue;
                    loads++;
                    await using var again = await ScratchNamespace.CreateAsync(dump.Family, backend);
                    if (ruleset is null || !await again.LoadAsync(written))
                        wrong.Add($"{dump} ({backend}) {(ruleset is null ? "is not read" : "does not load again")}");
                    else if (await original.SaveAsync() is var expected && await again.SaveAsync() is var made && made != expected)
                        wrong.Add($"{dump} ({backend}):\n{expected}\nbecomes\n{made}");
                }
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(written)!, recursive: true);
        }
        output.WriteLine($"{dumps} rule sets of others, {loads} loads of them and of what was written: {wrong.Count} differences, {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(loads > (Corpus.IsWhole ? 500 : 50), $"{loads} loads");
    }
}
