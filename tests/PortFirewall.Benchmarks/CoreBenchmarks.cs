using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace PortFirewall.Benchmarks;

/// <summary>The thinking alone: no process, no kernel.</summary>
[MemoryDiagnoser]
public class CoreBenchmarks
{
    private string _text = "";
    private IptablesRuleset _ruleset = null!;
    private PortRule _rule = null!;
    private List<PortRule> _thousand = [];

    /// <summary>How many rules the chain has.</summary>
    [Params(10, 1_000, 10_000)]
    public int Rules { get; set; }

    /// <summary>Makes the rule set.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var lines = Enumerable.Range(0, Rules).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"[0:0] -A INPUT -s 10.{(i >> 8) & 255}.{i & 255}.7/32 -p tcp -m tcp --dport {1000 + i} -j ACCEPT\n"));
        _text = $"*filter\n:INPUT DROP [0:0]\n{string.Concat(lines)}COMMIT\n";
        _ruleset = RulesetReader.Read(_text, AddressFamily.IPv4);
        _thousand = [.. Enumerable.Range(20_000, 1000).Select(port => new PortRule { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(port, port) })];
        _rule = new PortRule { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(443, 443) };
    }

    /// <summary>Reading the text of a rule set.</summary>
    [Benchmark]
    public object Read() => RulesetReader.Read(_text, AddressFamily.IPv4);

    /// <summary>Following the packets to one port through it.</summary>
    [Benchmark]
    public object Path() => PortPathAnalysis.Analyze(_ruleset, _rule.Packets, _rule.Protocol);

    /// <summary>Finding where an allow rule belongs.</summary>
    [Benchmark]
    public object Position() => InsertPositionFinder.Find(_ruleset, _rule);

    /// <summary>Planning a thousand rules at once.</summary>
    [Benchmark]
    public object Plan() => InsertPlanner.Plan(_ruleset, _thousand, null, force: false);
}
