using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>
/// What the kernel itself reports of a packet names the rule that the analysis names: over random rule sets, and packets at their edges.
/// </summary>
public sealed class TraceAgreesTests(ITestOutputHelper output)
{
    private const int PacketsForEach = 24;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    /// <summary>Set to repeat a run: the seed that it printed.</summary>
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("PORTFIREWALL_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
        ? seed : Random.Shared.Next(1_000_000_000);

    [Theory]
    [InlineData(AddressFamily.IPv4, IptablesBackend.Nft)]
    [InlineData(AddressFamily.IPv4, IptablesBackend.Legacy)]
    [InlineData(AddressFamily.IPv6, IptablesBackend.Nft)]
    [InlineData(AddressFamily.IPv6, IptablesBackend.Legacy)]
    public async Task The_trace_names_the_rule_that_the_analysis_names(AddressFamily family, IptablesBackend backend)
    {
        var clock = Stopwatch.StartNew();
        using var twin = await NamedTwin.CreateAsync();
        await twin.Twin.RunAsync(NativeTool.Ipset, ["restore"], RandomSets.Make(Seed), CancellationToken.None);
        var world = KernelWorld.Of(family);
        var facts = await world.ReadFactsAsync(twin.Twin);
        var (rulesets, packets, stopped, exact) = (IsLong ? 200 : 20, 0, 0, 0);
        var wrong = new StringBuilder();
        for (var i = 0; i < rulesets && wrong.Length == 0; i++)
        {
            var rules = new RandomRules(Seed + i, family, exactOnly: true).Make();
            await twin.Twin.LoadAsync(family, backend, rules, CancellationToken.None);
            var sent = RandomPackets.Make(new Random(Seed + i), world, PacketsForEach)
                .FindAll(p => RandomPackets.StateOf(p) == ConnectionStates.New && p.Frame == FrameDestination.Host && p.TcpFlags == TwinPacket.Syn);
            var reports = await TraceAsync(twin, family, backend, sent);
            var ruleset = RulesetReader.Read(rules, family, backend).With(facts);
            foreach (var packet in sent)
            {
                var path = PortPathAnalysis.Analyze(ruleset, ClassOf(packet), "any");
                var said = PacketTracer.Trace(ruleset, ClassOf(packet)).Steps;
                var seen = reports.Ways.Where(w => IsOf(w.Headers, packet)).SelectMany(w => w.StepsOf(1, null, reports.Interfaces)).ToList();
                packets++;
                stopped += path.Verdict is PortVerdict.Drop or PortVerdict.Reject ? 1 : 0;
                // The length of a packet is a question that the analysis leaves open: there it only has to be the same whether the packet is stopped.
                var agrees = said.Any(s => s.Outcome == TraceOutcome.Unknown) ? path.Verdict == PortVerdict.Unknown || IsStopped(Deciding(seen)?.Verdict) == IsStopped(path.Verdict)
                    : Place(Deciding(seen)) == path.DecidedBy && Deciding(seen)!.Verdict == path.Verdict && Words(seen).SequenceEqual(Words(said.Where(s => s.Outcome != TraceOutcome.NoMatch)));
                exact += said.Any(s => s.Outcome == TraceOutcome.Unknown) ? 0 : 1;
                if (wrong.Length == 0 && !agrees)
                    wrong.Append($"PORTFIREWALL_SEED={Seed + i}\n{packet}: {path}\nThe kernel:\n{string.Join('\n', Words(seen))}\nThe analysis:\n{string.Join('\n', Words(said))}\n{rules}\n");
            }
        }
        output.WriteLine($"{family} {backend}, PORTFIREWALL_SEED={Seed}: {rulesets} rule sets, {packets} packets of which {stopped} were stopped, {exact} compared step by step, {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.True(wrong.Length == 0, wrong.ToString());
        Assert.True(stopped > rulesets && exact > rulesets, $"{stopped} packets were stopped, {exact} compared step by step.");
    }

    private static async Task<TraceReports> TraceAsync(NamedTwin twin, AddressFamily family, IptablesBackend backend, List<TwinPacket> packets)
    {
        var filter = new TraceFilter([.. new[] { "tcp", "udp" }.Select(p => new PortRule { Family = family, Protocol = p, Port = new PortRange(0, 65535) })], EveryPacket: false);
        using var trace = await PacketTrace.StartAsync(new FirewallScope(twin.Name, backend), filter, CancellationToken.None);
        await twin.Twin.JudgeAsync(packets, CancellationToken.None);
        return await trace.EndAsync(CancellationToken.None);
    }

    /// <summary>The last step, where it stops the packet; otherwise the one of the table that users ask about.</summary>
    private static IptablesTraceStep? Deciding(List<IptablesTraceStep> steps)
        => steps.LastOrDefault() is { Verdict: PortVerdict.Drop or PortVerdict.Reject } last ? last
            : steps.LastOrDefault(s => s.Table == "filter" && s.Verdict is not null);

    private static bool IsStopped(PortVerdict? verdict) => verdict is PortVerdict.Drop or PortVerdict.Reject;

    private static IEnumerable<string> Words(IEnumerable<IptablesTraceStep> steps) => steps.Select(s => s.ToString());

    private static string? Place(IptablesTraceStep? step)
        => step is null ? null : IptablesRule.PlaceOf(step.Table, step.Chain, step.RuleNumber is { } number ? number : "policy");

    private static bool IsOf(TracedPacket headers, TwinPacket packet)
        => (headers.Protocol, headers.Source, headers.Destination, headers.SourcePort, headers.DestinationPort)
            == (packet.Protocol, packet.Source, packet.Destination, packet.SourcePort, packet.DestinationPort);

    private static PacketClass ClassOf(TwinPacket packet) => PacketClass.Any(packet.Family, packet.Protocol) with
    {
        Sources = AddressSets.Range(packet.Source, packet.Source),
        Destinations = AddressSets.Range(packet.Destination, packet.Destination),
        SourcePorts = IntervalSet<int>.Of(packet.SourcePort, packet.SourcePort + 1),
        DestinationPorts = IntervalSet<int>.Of(packet.DestinationPort, packet.DestinationPort + 1),
        InInterfaces = InterfaceSets.Matching(packet.InInterface),
        States = ConnectionStates.New,
    };
}
