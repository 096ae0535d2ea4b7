using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>
/// The kernel is the judge: random rule sets, random packets at their edges, and no difference between what the kernel does with
/// a packet and what the module says of it.
/// </summary>
public sealed class KernelAgreesTests(ITestOutputHelper output)
{
    private const int PacketsForEach = 260;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    /// <summary>Set to repeat a run: the seed that it printed.</summary>
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("PORTFIREWALL_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
        ? seed : Random.Shared.Next(1_000_000_000);

    [Theory]
    [InlineData(AddressFamily.IPv4, IptablesBackend.Nft)]
    [InlineData(AddressFamily.IPv4, IptablesBackend.Legacy)]
    [InlineData(AddressFamily.IPv6, IptablesBackend.Nft)]
    [InlineData(AddressFamily.IPv6, IptablesBackend.Legacy)]
    public async Task The_kernel_agrees_with_every_verdict_over_random_rules(AddressFamily family, IptablesBackend backend)
    {
        var clock = Stopwatch.StartNew();
        var comparison = new KernelComparison();
        using var twin = await Twin.CreateAsync(KernelWorld.Plan, CancellationToken.None);
        await twin.RunAsync(NativeTool.Ipset, ["restore"], RandomSets.Make(Seed), CancellationToken.None);
        var world = KernelWorld.Of(family);
        var facts = await world.ReadFactsAsync(twin);
        var count = IsLong ? 600 : 30;
        for (var i = 0; i < count && comparison.Disagreements.Length == 0; i++)
        {
            var seed = Seed + i;
            var exactOnly = i % 4 != 0;
            var rules = new RandomRules(seed, family, exactOnly).Make();
            await twin.LoadAsync(family, backend, rules, CancellationToken.None);
            var packets = RandomPackets.Make(new Random(seed), world, PacketsForEach);
            await comparison.CompareAsync(twin, rules, backend, facts, packets, $"PORTFIREWALL_SEED={seed}, {family}, {backend}, {(exactOnly ? "exact matches only" : "others too")}", mayAnswer: true, mustKnow: exactOnly);
        }
        output.WriteLine($"{family} {backend}, PORTFIREWALL_SEED={Seed}: {comparison.Rulesets} rule sets, {comparison.Packets} packets of which {comparison.Arrived} arrived, "
            + $"{comparison.Unknown} unknown, {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.True(comparison.Disagreements.Length == 0, comparison.Disagreements);
    }
}
