using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>What a checkpoint kept comes back byte for byte, counters too, whatever was made of the rules meanwhile.</summary>
public sealed partial class RestoredExactlyTests(ITestOutputHelper output)
{
    private static readonly AddressFamily[] Families = Enum.GetValues<AddressFamily>();

    [Theory]
    [InlineData(IptablesBackend.Nft)]
    [InlineData(IptablesBackend.Legacy)]
    public async Task Random_rules_of_both_families_come_back_as_they_were(IptablesBackend backend)
    {
        var rounds = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1" ? 500 : 5;
        var folder = Directory.CreateTempSubdirectory("portfirewall-restored-").FullName;
        var name = $"pfrestored-{Environment.ProcessId}-{backend}";
        var scope = new FirewallScope(name, backend);
        await NetworkNamespaces.AddAsync(name, CancellationToken.None);
        try
        {
            await TypeAsync(name, "ipset restore", RandomSets.Make(1));
            var rules = 0;
            for (var seed = 1; seed <= rounds; seed++)
            {
                await LoadAsync(scope, seed * 2);
                var before = await SaveAsync(scope);
                var checkpoint = await new CheckpointTaking(scope, Families, folder).TakeAsync(CancellationToken.None);
                await LoadAsync(scope, (seed * 2) + 1);
                // By the object, by what its files say, and by hand without PortFirewall.
                if (seed % 3 == 0)
                {
                    foreach (var (family, file) in Families.Zip(checkpoint.Path))
                        await TypeAsync(name, $"{Tool(family, backend, "-restore")} --counters < {file}");
                }
                else
                {
                    var given = seed % 3 == 1 ? checkpoint.Rulesets : await Task.WhenAll(checkpoint.Path.Select(async p => (await CheckpointFile.ReadAsync(p, null, CancellationToken.None)).Ruleset));
                    var restoring = await RulesetRestoring.PrepareAsync(scope, given, checkpoint.Sets, [], CancellationToken.None);
                    await restoring.ApplyAsync(CancellationToken.None);
                }
                Assert.Equal(before, await SaveAsync(scope));
                rules += checkpoint.Rulesets.Sum(r => r.Rules.Count);
            }
            output.WriteLine($"{backend}: {rounds} checkpoints of random rules in both families ({rules} rules) restored over other random rules: every one byte for byte");
        }
        finally
        {
            await NetworkNamespaces.DeleteAsync(name, CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Other rules in the place of those that are there, with counters; and every now and then a table is not there at all.</summary>
    private static async Task LoadAsync(FirewallScope scope, int seed)
    {
        var random = new Random(seed);
        foreach (var family in Families)
        {
            var text = new RandomRules(seed, family, exactOnly: false).Make();
            text = RuleStart().Replace(text, _ => $"[{random.Next(1_000_000)}:{random.NextInt64(1L << 40)}] -A ");
            text = PolicyCounters().Replace(text, m => $"{m.Groups["policy"].Value} [{random.Next(1_000_000)}:{random.NextInt64(1L << 40)}]");
            await TypeAsync(scope.NetworkNamespace!, $"{Tool(family, scope.Backend!.Value, "-restore")} --counters", text);
            if (random.Next(3) == 0)
                await TypeAsync(scope.NetworkNamespace!, $"{Tool(family, scope.Backend!.Value, "")} -t nat -F && {Tool(family, scope.Backend.Value, "")} -t nat -X");
        }
    }

    /// <summary>What <c>iptables-save -c</c> prints of both families, without the comments that hold a time; the legacy tool prints tables in no order.</summary>
    private static async Task<string> SaveAsync(FirewallScope scope)
    {
        var text = "";
        foreach (var family in Families)
        {
            var lines = (await TypeAsync(scope.NetworkNamespace!, $"{Tool(family, scope.Backend!.Value, "-save")} -c")).Split('\n').Where(l => !l.StartsWith('#'));
            text += $"{family}\n" + string.Concat(string.Join('\n', lines).Split("COMMIT\n").Order(StringComparer.Ordinal));
        }
        return text;
    }

    private static string Tool(AddressFamily family, IptablesBackend backend, string suffix) => Twin.IptablesTool(family, backend, suffix).Name;

    private static async Task<string> TypeAsync(string networkNamespace, string line, string? input = null)
        => (await NativeRunner.RunAsync(
            new NativeCommand(new NativeTool("sh", "sh"), ["-c", line]) { NetworkNamespace = networkNamespace, StandardInput = input }, CancellationToken.None)).EnsureSuccess().StandardOutput;

    [GeneratedRegex("^-A ", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RuleStart();

    [GeneratedRegex(@"(?<policy>ACCEPT|DROP) \[0:0\]$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PolicyCounters();
}
